using Dapper;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Storage;

/// <summary>The database.</summary>
internal static class StorageServices
{
    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        // Columns are snake_case, properties are not.
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        DatabaseSettings database = settings.Database;
        services.AddSingleton<IDatabase>(_ => database.Kind == SqlDialect.Postgres
            ? new PostgresDatabase(ConnectionStringOf(database))
            : new SqliteDatabase(Path.Combine(settings.DataPath, "cloud.db")));
        services.AddSingleton<Migrator>();
    }

    private static string ConnectionStringOf(DatabaseSettings database)
    {
        string text = database.ConnectionStringFile.Length > 0 ? File.ReadAllText(database.ConnectionStringFile).Trim() : database.ConnectionString;
        return text.Length > 0
            ? text
            : throw new InvalidOperationException("database:kind is postgres, but neither database:connectionStringFile nor database:connectionString says where it is.");
    }
}
