using Edge.Cloud.Storage;

namespace Edge.Cloud.Configuration;

/// <summary>Section <c>database</c>.</summary>
public sealed class DatabaseSettings
{
    /// <summary><c>sqlite</c> (a file in the data folder; one instance) or <c>postgres</c> (any number of instances). Default: sqlite.</summary>
    public SqlDialect Kind { get; init; } = SqlDialect.Sqlite;

    /// <summary>Npgsql connection string; only for <c>postgres</c>. Holds a password: give it by environment or by <see cref="ConnectionStringFile"/>.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>File that holds the connection string, instead of <see cref="ConnectionString"/>.</summary>
    public string ConnectionStringFile { get; init; } = "";
}
