namespace Edge.Contracts.Receipts;

/// <summary>What a check of a chain found.</summary>
public sealed record ReceiptVerification
{
    /// <summary>The first broken link; null where the chain is whole.</summary>
    public ReceiptFault? Fault { get; init; }

    /// <summary>What is odd but proves no change, such as a clock that was set back. At most 100 of them.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How many <see cref="Warnings"/> there would be without a limit.</summary>
    public required long WarningCount { get; init; }

    /// <summary>Files that were read, the broken one included.</summary>
    public required int Files { get; init; }

    /// <summary>Entries before the broken link.</summary>
    public required long Entries { get; init; }

    /// <summary>Bytes read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of the last file up to the end of its last whole entry.</summary>
    public required long WholeBytes { get; init; }

    /// <summary>The first entry's number; 0 where there is none.</summary>
    public required long First { get; init; }

    /// <summary>The last whole entry.</summary>
    public required ReceiptHead Head { get; init; }

    /// <summary>Id of the station; null where no entry was read.</summary>
    public string? Station { get; init; }

    /// <summary>Id of the device; null where no entry was read.</summary>
    public string? Device { get; init; }

    /// <summary>When the first entry was appended.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When the last whole entry was appended.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The keys, in the order of their use.</summary>
    public required IReadOnlyList<ReceiptKeyUse> Keys { get; init; }
}
