using System.Data.Common;

namespace Edge.Cloud.Ingest;

/// <summary>
/// Many small statements of one transaction, sent together where the database can (PostgreSQL: one round trip), one prepared
/// command for each text where it cannot (SQLite: no round trip to save). Not thread safe.
/// </summary>
internal sealed class SqlBatch
{
    private const int LargestDispatch = 1000;
    private readonly List<(string Sql, (string Name, object? Value)[] Parameters)> _statements = [];

    /// <summary>How many statements wait.</summary>
    public int Count => _statements.Count;

    /// <summary>Adds a statement; they run in the order in which they were added. Returns its place in the answer of <see cref="ExecuteAsync"/>.</summary>
    public int Add(string sql, params (string Name, object? Value)[] parameters)
    {
        _statements.Add((sql, parameters));
        return _statements.Count - 1;
    }

    /// <summary>Runs all of them. Returns how many rows each changed.</summary>
    public async Task<int[]> ExecuteAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        var changed = new int[_statements.Count];
        if (connection.CanCreateBatch)
            await SendAsync(connection, transaction, changed, cancel);
        else
            await RunAsync(connection, transaction, changed, cancel);
        return changed;
    }

    private async Task SendAsync(DbConnection connection, DbTransaction transaction, int[] changed, CancellationToken cancel)
    {
        for (int start = 0; start < _statements.Count; start += LargestDispatch)
        {
            int end = Math.Min(start + LargestDispatch, _statements.Count);
            await using DbBatch batch = connection.CreateBatch();
            batch.Transaction = transaction;
            for (int i = start; i < end; i++)
            {
                DbBatchCommand command = batch.CreateBatchCommand();
                command.CommandText = _statements[i].Sql;
                foreach ((string name, object? value) in _statements[i].Parameters)
                {
                    DbParameter parameter = command.CreateParameter();
                    parameter.ParameterName = name;
                    parameter.Value = value ?? DBNull.Value;
                    command.Parameters.Add(parameter);
                }

                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancel);
            for (int i = start; i < end; i++)
                changed[i] = batch.BatchCommands[i - start].RecordsAffected;
        }
    }

    private async Task RunAsync(DbConnection connection, DbTransaction transaction, int[] changed, CancellationToken cancel)
    {
        var prepared = new Dictionary<string, DbCommand>(StringComparer.Ordinal);
        try
        {
            for (int i = 0; i < _statements.Count; i++)
            {
                (string sql, (string Name, object? Value)[] parameters) = _statements[i];
                if (!prepared.TryGetValue(sql, out DbCommand? command))
                {
                    command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = sql;
                    foreach ((string name, _) in parameters)
                    {
                        DbParameter parameter = command.CreateParameter();
                        parameter.ParameterName = name;
                        command.Parameters.Add(parameter);
                    }

                    prepared.Add(sql, command);
                }

                for (int p = 0; p < parameters.Length; p++)
                    command.Parameters[p].Value = parameters[p].Value ?? DBNull.Value;
                changed[i] = await command.ExecuteNonQueryAsync(cancel);
            }
        }
        finally
        {
            foreach (DbCommand command in prepared.Values)
                await command.DisposeAsync();
        }
    }
}
