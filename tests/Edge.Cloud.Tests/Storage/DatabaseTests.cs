using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Testing.Databases;

namespace Edge.Cloud.Tests.Storage;

public sealed class DatabaseTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-database-").FullName;

    [Fact]
    public async Task Sqlite_Writes_AreAllOrNothingAndLoseNoneAtOnce()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder, "cloud.db"));
        await WritesAsync(database);
    }

    [PostgresFact]
    public async Task Postgres_Writes_AreAllOrNothingAndLoseNoneAtOnce()
    {
        await using var database = new PostgresDatabase(await postgres.Server.CreateDatabaseAsync());
        await WritesAsync(database);
    }

    [Fact]
    public async Task Sqlite_EachCommit_WaitsForTheDisk()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder, "cloud.db"));
        await using DbConnection connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(("wal", 2L), (await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"), await connection.ExecuteScalarAsync<long>("PRAGMA synchronous")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task WritesAsync(IDatabase database)
    {
        Task<int> Run(string sql) => database.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, transaction: transaction), CancellationToken.None);
        await Run("CREATE TABLE counter (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)");
        await Run("INSERT INTO counter (id, value) VALUES (1, 0), (2, 0)");
        int committed = 0;
        database.Committed += () => Interlocked.Increment(ref committed);

        await Assert.ThrowsAsync<InvalidDataException>(() => database.WriteAsync<int>(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("UPDATE counter SET value = 100", transaction: transaction);
                throw new InvalidDataException();
            },
            CancellationToken.None));
        // Half of them take the rows in one order, half in the other: PostgreSQL must break deadlocks, and none is lost by that.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => database.WriteAsync(
            async (connection, transaction) =>
            {
                foreach (int id in i % 2 == 0 ? new[] { 1, 2 } : [2, 1])
                    await connection.ExecuteAsync("UPDATE counter SET value = value + 1 WHERE id = @Id", new { Id = (long)id }, transaction);
                return 0;
            },
            CancellationToken.None))));
        await using DbConnection reader = await database.OpenAsync(CancellationToken.None);
        Assert.Equal([8L, 8L], await reader.QueryAsync<long>("SELECT value FROM counter ORDER BY id"));
        Assert.Equal(8, committed);
    }
}
