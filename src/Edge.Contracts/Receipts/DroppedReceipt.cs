namespace Edge.Contracts.Receipts;

/// <summary>The oldest file is dropped, since the budget or the time to keep it is over. Written before the file goes.</summary>
public sealed record DroppedReceipt : Receipt
{
    /// <summary>Number of the file.</summary>
    public required int File { get; init; }

    /// <summary>Sequence number of its first entry; null where the file could not be read.</summary>
    public long? First { get; init; }

    /// <summary>Sequence number of its last entry.</summary>
    public required long Last { get; init; }

    /// <summary>Hash of its last entry, which the file after it links to; 64 lower-case hexadecimal digits.</summary>
    public required string LastHash { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }
}
