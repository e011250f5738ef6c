namespace Edge.Contracts.Receipts;

/// <summary>The station was shown a part of which the answer is known.</summary>
public sealed record GoldenPartReceipt : Receipt
{
    /// <summary>UUIDv7 of the part, as of any other.</summary>
    public required Guid Part { get; init; }

    /// <summary>The product that was set.</summary>
    public required string Product { get; init; }

    /// <summary>Which check it was, such as <c>good</c>, <c>bad</c> or <c>blank</c>.</summary>
    public required string Check { get; init; }

    /// <summary>What had to be answered.</summary>
    public required ReceiptOutcome Expected { get; init; }

    /// <summary>What was answered.</summary>
    public required ReceiptOutcome Outcome { get; init; }

    /// <summary>Why it could not be judged.</summary>
    public required IReadOnlyList<ReceiptDoubt> Doubts { get; init; }

    /// <summary>Whether the answer was the right one.</summary>
    public required bool IsRight { get; init; }

    /// <summary>The judged picture; null where there was none.</summary>
    public ReceiptFrame? Frame { get; init; }

    /// <summary>The packs in force.</summary>
    public required IReadOnlyList<ReceiptPack> Packs { get; init; }

    /// <summary>SHA-256 of the configuration in force; 64 lower-case hexadecimal digits.</summary>
    public required string Configuration { get; init; }
}
