namespace Edge.Cloud.Storage;

/// <summary>Lists in conditions, the one place where the dialects' SQL has to differ.</summary>
internal static class SqlLists
{
    /// <summary>
    /// What follows a column that must be one of a list's values: <c>WHERE id {database.In("@Ids")}</c>. Dapper writes a list out for SQLite; to PostgreSQL
    /// it passes an array, which <c>IN</c> does not take.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="parameter">The parameter with its at sign; its value must be an array.</param>
    public static string In(this IDatabase database, string parameter) => database.Dialect == SqlDialect.Postgres ? $"= ANY({parameter})" : $"IN {parameter}";
}
