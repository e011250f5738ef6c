using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Testing.Databases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Cloud.Tests.Storage;

public sealed class MigratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-migrator-").FullName;

    [Fact]
    public void Steps_OfBothDialects_AreTheSame() =>
        Assert.Equal(Migration.All(SqlDialect.Sqlite).Select(step => step.Name), Migration.All(SqlDialect.Postgres).Select(step => step.Name));

    [Fact]
    public async Task Sqlite_ManyAtOnce_RunEachStepOnce()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder, "cloud.db"));
        await ManyAtOnceAsync(database, () => new SqliteDatabase(Path.Combine(_folder, "cloud.db")));
    }

    [PostgresFact]
    public async Task Postgres_ManyAtOnce_RunEachStepOnce()
    {
        string connection = await postgres.Server.CreateDatabaseAsync();
        await using var database = new PostgresDatabase(connection);
        await ManyAtOnceAsync(database, () => new PostgresDatabase(connection));
    }

    [Fact]
    public async Task Database_OfANewerCloud_IsRefused()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder, "cloud.db"));
        var migrator = new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance);
        await migrator.RunAsync(CancellationToken.None);
        await database.WriteAsync((connection, transaction) => connection.ExecuteAsync("INSERT INTO schema_steps (number, name, run_at) VALUES (9999, '9999-tomorrow', 0)", transaction: transaction), CancellationToken.None);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => migrator.RunAsync(CancellationToken.None));
        Assert.Contains("9999-tomorrow", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task ManyAtOnceAsync(IDatabase first, Func<IDatabase> another)
    {
        IDatabase[] databases = [first, another(), another()];
        await Task.WhenAll(databases.Select(database => new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None)));
        foreach (IAsyncDisposable database in databases[1..].Cast<IAsyncDisposable>())
            await database.DisposeAsync();
        await using DbConnection connection = await first.OpenAsync(CancellationToken.None);
        Assert.Equal(Migration.All(first.Dialect).Select(step => step.Name), await connection.QueryAsync<string>("SELECT name FROM schema_steps ORDER BY number"));
    }
}
