namespace Edge.Contracts.Updates.Publishing;

/// <summary>Which metadata a cloud serves, and until when it is good. A version of 0: there is none yet.</summary>
public sealed record RepositoryState
{
    /// <summary>Version of root.</summary>
    public long Root { get; init; }

    /// <summary>Version of targets.</summary>
    public long Targets { get; init; }

    /// <summary>Version of snapshot.</summary>
    public long Snapshot { get; init; }

    /// <summary>Version of timestamp.</summary>
    public long Timestamp { get; init; }

    /// <summary>When root expires; signed anew by the holders of the root keys. Null: there is none yet.</summary>
    public DateTimeOffset? RootExpires { get; init; }

    /// <summary>When targets expires; signed anew by the holder of the targets key.</summary>
    public DateTimeOffset? TargetsExpires { get; init; }

    /// <summary>When snapshot expires; the cloud signs anew in time.</summary>
    public DateTimeOffset? SnapshotExpires { get; init; }

    /// <summary>When timestamp expires; the cloud signs anew in time.</summary>
    public DateTimeOffset? TimestampExpires { get; init; }
}
