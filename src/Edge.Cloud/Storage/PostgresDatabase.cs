using System.Data;
using System.Data.Common;
using Npgsql;

namespace Edge.Cloud.Storage;

/// <summary>PostgreSQL, shared by any number of instances.</summary>
internal sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private const int Attempts = 12;
    private readonly NpgsqlDataSource _source;

    /// <summary>The database that <paramref name="connectionString"/> names.</summary>
    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        // The same statements come again and again, in large batches: parsed and planned once a connection.
        if (settings.MaxAutoPrepare == 0)
            (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <inheritdoc />
    public event Action? Committed;

    /// <inheritdoc />
    public SqlDialect Dialect => SqlDialect.Postgres;

    /// <inheritdoc />
    public async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    /// <inheritdoc />
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancel);
                await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
                T result = await work(connection, transaction);
                await transaction.CommitAsync(cancel);
                Committed?.Invoke();
                return result;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Nothing was written. Those that collided must not meet again: each waits for a time of its own.
                await Task.Delay(Random.Shared.Next(1, 10 << Math.Min(attempt, 6)), cancel);
            }
        }
    }

    /// <summary>Calls <paramref name="notified"/> for each NOTIFY on <paramref name="channel"/> until <paramref name="cancel"/>; connects again when the connection breaks. Never throws.</summary>
    public async Task ListenAsync(string channel, Action notified, ILogger log, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancel);
                connection.Notification += (_, _) => notified();
                await using (NpgsqlCommand listen = connection.CreateCommand())
                {
                    listen.CommandText = $"LISTEN {channel}";
                    await listen.ExecuteNonQueryAsync(cancel);
                }

                notified(); // What came while nobody listened.
                while (true)
                    await connection.WaitAsync(cancel);
            }
            catch (Exception exception) when (exception is OperationCanceledException or NpgsqlException or IOException or InvalidOperationException)
            {
                if (cancel.IsCancellationRequested)
                    return;
                log.LogWarning("Listening on {Channel} broke off, trying again: {Reason}", channel, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
