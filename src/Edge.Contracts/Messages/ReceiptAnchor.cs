namespace Edge.Contracts.Messages;

/// <summary>A link of a station's receipt chain, by which a verdict is found in it and the chain is checked against what was told.</summary>
/// <param name="Sequence">The receipt's number, 0 or more.</param>
/// <param name="Hash">SHA-256 of the receipt as the chain has it: 64 hexadecimal digits, lower case.</param>
public sealed record ReceiptAnchor(long Sequence, string Hash);
