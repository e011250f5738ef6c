namespace Edge.Cloud.Ingest;

/// <summary>What came to this instance and what became of it, since its start.</summary>
public sealed record IngestStatistics
{
    /// <summary>Messages from the broker.</summary>
    public required long Received { get; init; }

    /// <summary>Events that were new and are committed.</summary>
    public required long Stored { get; init; }

    /// <summary>Events that were there already: acknowledged again, stored once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Of the stored ones, those whose kind or shape this cloud does not know.</summary>
    public required long Unreadable { get; init; }

    /// <summary>Messages that are nothing, or that their sender may not send.</summary>
    public required long Refused { get; init; }

    /// <summary>Messages of devices that are not known at their site, or revoked.</summary>
    public required long UnknownDevices { get; init; }

    /// <summary>Transactions.</summary>
    public required long Commits { get; init; }

    /// <summary>Mean time of one, in milliseconds.</summary>
    public required double MeanCommitMs { get; init; }

    /// <summary>The longest, in milliseconds.</summary>
    public required double LongestCommitMs { get; init; }

    /// <summary>Transactions that failed and were tried again.</summary>
    public required long Failures { get; init; }

    /// <summary>Ids that devices were told to forget.</summary>
    public required long Receipts { get; init; }
}
