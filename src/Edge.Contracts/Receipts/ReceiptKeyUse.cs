namespace Edge.Contracts.Receipts;

/// <summary>A key that signed part of a chain.</summary>
/// <param name="Key">The key.</param>
/// <param name="First">Number of the first entry that it signed.</param>
/// <param name="Entries">How many it signed.</param>
public sealed record ReceiptKeyUse(ReceiptKey Key, long First, long Entries);
