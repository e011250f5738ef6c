namespace Edge.Contracts.Receipts;

/// <summary>The interlock tripped or was cleared.</summary>
public sealed record InterlockReceipt : Receipt
{
    /// <summary>What became of it.</summary>
    public required InterlockState State { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Who cleared it: the name given with the command; null where the station did it by itself.</summary>
    public string? By { get; init; }
}
