namespace Edge.Cloud.Storage;

/// <summary>The few places where the two dialects differ.</summary>
internal static class SqlDialects
{
    /// <summary>Condition that a value is one of a list parameter: Dapper spreads lists for SQLite, while PostgreSQL takes them as arrays.</summary>
    /// <param name="dialect">Which database.</param>
    /// <param name="parameter">The parameter's name without <c>@</c>; an array or a list.</param>
    public static string OneOf(this SqlDialect dialect, string parameter) => dialect == SqlDialect.Postgres ? $"= ANY(@{parameter})" : $"IN @{parameter}";

    /// <summary>
    /// A step of the schema in a dialect: <c>{bytes}</c> is the type of bytes, and <c>{keyedByPrimaryKey}</c> after a table's last parenthesis keeps its rows in
    /// the order of its key, which only SQLite has to be told.
    /// </summary>
    public static string Schema(this SqlDialect dialect, string sql) => dialect == SqlDialect.Postgres
        ? sql.Replace("{bytes}", "BYTEA", StringComparison.Ordinal).Replace(" {keyedByPrimaryKey}", "", StringComparison.Ordinal)
        : sql.Replace("{bytes}", "BLOB", StringComparison.Ordinal).Replace("{keyedByPrimaryKey}", "WITHOUT ROWID", StringComparison.Ordinal);
}
