using System.Data.Common;
using Dapper;

namespace Edge.Cloud.Storage;

/// <summary>Brings the schema up to date, each step in a transaction of its own, one instance at a time.</summary>
internal sealed class Migrator(IDatabase database, TimeProvider time, ILogger<Migrator> log)
{
    // Any constant will do, as long as it is always the same.
    private const long PostgresLock = 0x65646765_636c6f75;

    /// <summary>Runs every step that has not run yet.</summary>
    /// <exception cref="InvalidOperationException">The schema is of a newer cloud than this one.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        IReadOnlyList<Migration> steps = Migration.All(database.Dialect);
        await CreateJournalAsync(cancel);
        await RefuseNewerAsync(steps, cancel);
        foreach (Migration step in steps)
        {
            bool ran = await database.WriteAsync((connection, transaction) => RunStepAsync(step, connection, transaction), cancel);
            if (ran)
                log.LogInformation("Schema: {Step} done", step.Name);
        }
    }

    private Task<bool> CreateJournalAsync(CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await LockAsync(connection, transaction);
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, run_at BIGINT NOT NULL)", transaction: transaction);
            return true;
        },
        cancel);

    private async Task RefuseNewerAsync(IReadOnlyList<Migration> steps, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<string> done = await connection.QueryAsync<string>("SELECT name FROM schema_steps ORDER BY number");
        if (done.Except(steps.Select(step => step.Name)).FirstOrDefault() is { } unknown)
            throw new InvalidOperationException($"The database has the schema step '{unknown}', which this edge-cloud does not know: it was used by a newer one. Start that one, or restore a backup.");
    }

    private async Task<bool> RunStepAsync(Migration step, DbConnection connection, DbTransaction transaction)
    {
        await LockAsync(connection, transaction);
        if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM schema_steps WHERE number = @Number", new { Number = (long)step.Number }, transaction) > 0)
            return false;
        await connection.ExecuteAsync(step.Sql, transaction: transaction);
        await connection.ExecuteAsync(
            "INSERT INTO schema_steps (number, name, run_at) VALUES (@Number, @Name, @RunAt)",
            new { Number = (long)step.Number, step.Name, RunAt = time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction);
        return true;
    }

    /// <summary>In SQLite the transaction is the lock already.</summary>
    private async Task LockAsync(DbConnection connection, DbTransaction transaction)
    {
        if (database.Dialect == SqlDialect.Postgres)
            await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(@Key)", new { Key = PostgresLock }, transaction);
    }
}
