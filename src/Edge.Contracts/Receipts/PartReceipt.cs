namespace Edge.Contracts.Receipts;

/// <summary>What was said of one part, with what, and what was done with it. Every part has exactly one.</summary>
public sealed record PartReceipt : Receipt
{
    /// <summary>UUIDv7 of the part, the same in its verdict message.</summary>
    public required Guid Part { get; init; }

    /// <summary>The part's number at this station, the same in its verdict message: counted up over restarts, with gaps after a crash.</summary>
    public required long Number { get; init; }

    /// <summary>The product that was set.</summary>
    public required string Product { get; init; }

    /// <summary>What announced it.</summary>
    public required ReceiptTrigger Trigger { get; init; }

    /// <summary>The judged picture; null where there was none.</summary>
    public ReceiptFrame? Frame { get; init; }

    /// <summary>The packs in force; empty where the station ended before it judged.</summary>
    public required IReadOnlyList<ReceiptPack> Packs { get; init; }

    /// <summary>SHA-256 of the configuration in force; 64 lower-case hexadecimal digits.</summary>
    public required string Configuration { get; init; }

    /// <summary>The program.</summary>
    public required ReceiptSoftware Software { get; init; }

    /// <summary>The limits in force, by name, such as <c>model.spur.score</c> or <c>limits.spur.count</c>.</summary>
    public required IReadOnlyDictionary<string, double> Thresholds { get; init; }

    /// <summary>Pass, fail or cannot judge.</summary>
    public required ReceiptOutcome Outcome { get; init; }

    /// <summary>Why it could not be judged; empty but for <see cref="ReceiptOutcome.CannotJudge"/>.</summary>
    public required IReadOnlyList<ReceiptDoubt> Doubts { get; init; }

    /// <summary>The limits that were passed, for people; empty for a pass.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>All that were found, within limits or past them.</summary>
    public required IReadOnlyList<ReceiptDefect> Defects { get; init; }

    /// <summary>When the verdict was reached, UTC.</summary>
    public required DateTimeOffset VerdictAt { get; init; }

    /// <summary>What was done with the part.</summary>
    public required ReceiptAction Action { get; init; }

    /// <summary>When the output was driven, UTC; null where none was.</summary>
    public DateTimeOffset? OutputAt { get; init; }

    /// <summary>What the second sensor said.</summary>
    public required ReceiptConfirmation Confirmation { get; init; }

    /// <summary>Microseconds of the monotonic clock from the trigger until the verdict was with the outputs; null where it never was.</summary>
    public long? LatencyUs { get; init; }

    /// <summary>What <see cref="LatencyUs"/> may be at most.</summary>
    public required long DeadlineUs { get; init; }
}
