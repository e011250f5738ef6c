namespace Edge.Contracts.Receipts;

/// <summary>What is hashed and signed: a receipt with its place in the chain.</summary>
public sealed record ReceiptEntry
{
    /// <summary>The format that this code writes and reads.</summary>
    public const string Format1 = "edge-receipt/1";

    /// <summary>Always <see cref="Format1"/>: it also keeps a signature from meaning anything elsewhere.</summary>
    public required string Format { get; init; }

    /// <summary>Id of the station.</summary>
    public required string Station { get; init; }

    /// <summary>From 1, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>Hash of the entry before; zeros in the first.</summary>
    public required string Previous { get; init; }

    /// <summary>When it was appended, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it proves.</summary>
    public required Receipt Receipt { get; init; }
}
