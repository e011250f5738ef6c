namespace Edge.Contracts.Messages;

/// <summary>What a station said of one part: the data of <see cref="EventTypes.Verdict"/>. One for each part; the event's id is the part's. Absent fields do not apply.</summary>
public sealed record VerdictMessage
{
    /// <summary>UUIDv7 of the part; also the event's id.</summary>
    public required string PartId { get; init; }

    /// <summary>The part's number at this station, counted up over restarts.</summary>
    public required long Part { get; init; }

    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Station id.</summary>
    public required string Station { get; init; }

    /// <summary>Id of the product that was set.</summary>
    public required string Product { get; init; }

    /// <summary>What it was presented for.</summary>
    public required VerdictPurpose Purpose { get; init; }

    /// <summary>Pass, fail or cannot judge.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>Why it could not be judged; empty but for <see cref="VerdictOutcome.CannotJudge"/>.</summary>
    public required IReadOnlyList<VerdictDoubt> Doubts { get; init; }

    /// <summary>Which limits were passed or what was in doubt, for people; empty for a pass.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>All defects that were found, within limits or past them, strongest first.</summary>
    public required IReadOnlyList<VerdictDefect> Defects { get; init; }

    /// <summary>What made the station look.</summary>
    public required VerdictTrigger Trigger { get; init; }

    /// <summary>The frame; absent where none came.</summary>
    public VerdictFrame? Frame { get; init; }

    /// <summary>The detector or anomaly model; absent where none looked.</summary>
    public AlertModel? Model { get; init; }

    /// <summary>The template; absent where none was compared with.</summary>
    public VerdictTemplate? Template { get; init; }

    /// <summary>SHA-256 of the station's configuration as the receipt has it, <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string ConfigurationDigest { get; init; }

    /// <summary>When the verdict was there, UTC.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>When the outputs were set, UTC; absent where they were not, or are yet to be.</summary>
    public DateTimeOffset? OutputAt { get; init; }

    /// <summary>Microseconds from trigger to verdict, by the monotonic clock.</summary>
    public required long LatencyUs { get; init; }

    /// <summary>Microseconds from trigger to output, by the monotonic clock; absent where <see cref="OutputAt"/> is.</summary>
    public long? OutputLatencyUs { get; init; }

    /// <summary>Microseconds after the trigger at which the fail-safe action would be taken; absent where the station has no deadline.</summary>
    public long? DeadlineUs { get; init; }

    /// <summary>What the line did with it.</summary>
    public required VerdictAction Action { get; init; }

    /// <summary>What the second sensor said; absent where it is not known yet (then <see cref="EventTypes.Ejection"/> tells) or there is none.</summary>
    public VerdictConfirmation? Confirmation { get; init; }

    /// <summary>Where the receipt chain has it; absent where the station keeps none.</summary>
    public ReceiptAnchor? Receipt { get; init; }

    /// <summary>The picture kept as proof.</summary>
    public VerdictEvidence? Evidence { get; init; }
}
