namespace Edge.Agent.Station.Receipts;

/// <summary>Where a station's receipts lie and how long they are kept.</summary>
public sealed record ReceiptJournalOptions
{
    /// <summary>Folder of this station's chain alone; made if need be.</summary>
    public required string Folder { get; init; }

    /// <summary>Id of the station.</summary>
    public required string Station { get; init; }

    /// <summary>Id of the device.</summary>
    public required string Device { get; init; }

    /// <summary>A file that has reached this size is followed by a new one. At least 4096.</summary>
    public long FileBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The oldest files are dropped while all together are larger; the newest two always stay.</summary>
    public long BudgetBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Files whose last entry is older are dropped; null keeps them until the budget is spent.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>After how long a disk that refused is tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Receipts that may wait for the disk; those beyond are refused at once.</summary>
    public int MostWaiting { get; init; } = 4096;

    /// <summary>Whether a receipt counts as committed only once it is on the disk. False is for the tests that show why it must be.</summary>
    public bool WaitsForDisk { get; init; } = true;
}
