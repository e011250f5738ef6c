namespace Edge.Cloud.Storage;

/// <summary>Which database it is, where SQL has to differ. It rarely does: see <see cref="IDatabase"/>.</summary>
public enum SqlDialect
{
    /// <summary>One file, one process.</summary>
    Sqlite,

    /// <summary>Any number of instances.</summary>
    Postgres,
}
