namespace Edge.Contracts.Receipts;

/// <summary>At the start something was found that the end before had left: a line half written, or worse.</summary>
public sealed record RecoveryReceipt : Receipt
{
    /// <summary>Bytes of uncommitted lines that were cut from the end and kept aside.</summary>
    public required long CutBytes { get; init; }

    /// <summary>SHA-256 of those bytes; null where none were cut.</summary>
    public string? CutSha256 { get; init; }

    /// <summary>
    /// Committed entries that are damaged or gone, by what the station had noted: file, line and what is wrong. Null is what every kill and power cut leaves.
    /// The chain then goes on in a new file, and a check names the damaged place.
    /// </summary>
    public string? Damage { get; init; }

    /// <summary>Parts that were on their way and get the fail-safe action and a receipt that says interrupted.</summary>
    public required int PartsInFlight { get; init; }
}
