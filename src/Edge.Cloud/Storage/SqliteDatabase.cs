using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Edge.Cloud.Storage;

/// <summary>A file: write-ahead log, synced at every commit.</summary>
internal sealed class SqliteDatabase : IDatabase, IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writers = new(1, 1);

    /// <summary>The database in <paramref name="file"/>; its folder must exist.</summary>
    public SqliteDatabase(string file) =>
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, Pooling = true, DefaultTimeout = 30 }.ToString();

    /// <inheritdoc />
    public event Action? Committed;

    /// <inheritdoc />
    public SqlDialect Dialect => SqlDialect.Sqlite;

    /// <inheritdoc />
    public async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            // busy_timeout: the library's own wait, in steps of milliseconds; the provider's would be steps of 150 ms.
            await connection.ExecuteAsync("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancel)
    {
        await _writers.WaitAsync(cancel);
        try
        {
            await using DbConnection connection = await OpenAsync(cancel);
            // BEGIN IMMEDIATE: a transaction that reads first and writes later cannot lose its right to write in between.
            await using DbTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancel);
            T result = await work(connection, transaction);
            await transaction.CommitAsync(cancel);
            Committed?.Invoke();
            return result;
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writers.Dispose();
        return ValueTask.CompletedTask;
    }
}
