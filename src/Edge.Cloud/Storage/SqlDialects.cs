namespace Edge.Cloud.Storage;

/// <summary>The few places where the two dialects differ.</summary>
internal static class SqlDialects
{
    /// <summary>Condition that a value is one of a list parameter: Dapper spreads lists for SQLite, while PostgreSQL takes them as arrays.</summary>
    /// <param name="dialect">Which database.</param>
    /// <param name="parameter">The parameter's name without <c>@</c>; an array or a list.</param>
    public static string OneOf(this SqlDialect dialect, string parameter) => dialect == SqlDialect.Postgres ? $"= ANY(@{parameter})" : $"IN @{parameter}";
}
