using Edge.Cloud.Configuration;

namespace Edge.Cloud.Storage;

/// <summary>The database.</summary>
internal static class StorageServices
{
    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        DatabaseSettings database = settings.Database;
        services.AddSingleton<IDatabase>(_ => database.Kind == SqlDialect.Postgres
            ? new PostgresDatabase(database.ConnectionString)
            : new SqliteDatabase(Path.Combine(settings.DataPath, "cloud.db")));
        services.AddSingleton<Migrator>();
    }
}
