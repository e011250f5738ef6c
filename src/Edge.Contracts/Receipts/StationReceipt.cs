namespace Edge.Contracts.Receipts;

/// <summary>The station started or ended.</summary>
public sealed record StationReceipt : Receipt
{
    /// <summary>Which of the two.</summary>
    public required StationState State { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The program.</summary>
    public required ReceiptSoftware Software { get; init; }

    /// <summary>SHA-256 of the configuration in force; 64 lower-case hexadecimal digits.</summary>
    public required string Configuration { get; init; }
}
