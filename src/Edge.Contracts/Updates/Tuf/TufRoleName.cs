namespace Edge.Contracts.Updates.Tuf;

/// <summary>The names of the four top-level roles (TUF 2.1).</summary>
public static class TufRoleName
{
    /// <summary>Says which keys the other roles have.</summary>
    public const string Root = "root";

    /// <summary>Says which snapshot is the newest; signed again often.</summary>
    public const string Timestamp = "timestamp";

    /// <summary>Says which versions of all targets files belong together.</summary>
    public const string Snapshot = "snapshot";

    /// <summary>Says which files there are, and who else may say so.</summary>
    public const string Targets = "targets";

    /// <summary>All four.</summary>
    public static IReadOnlyList<string> TopLevel { get; } = [Root, Timestamp, Snapshot, Targets];
}
