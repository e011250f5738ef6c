using System.Data;
using System.Data.Common;
using Npgsql;

namespace Edge.Cloud.Storage;

/// <summary>PostgreSQL, shared by any number of instances.</summary>
internal sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private const int Attempts = 5;
    private readonly NpgsqlDataSource _source;

    /// <summary>The database that <paramref name="connectionString"/> names.</summary>
    public PostgresDatabase(string connectionString) => _source = NpgsqlDataSource.Create(connectionString);

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
                return result;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected && attempt < Attempts)
            {
                // Nothing was written; the other transaction is through by now.
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
