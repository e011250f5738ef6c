namespace Edge.Agent.Station.Receipts;

/// <summary>What a journal found when it was opened.</summary>
/// <param name="Interrupted">Parts that were announced and have no receipt: they get the fail-safe action, and then their receipt, which says interrupted.</param>
/// <param name="CutBytes">Bytes of uncommitted lines that were cut from the end.</param>
/// <param name="CutFile">Where they are kept; null where none were cut.</param>
/// <param name="Damage">Committed entries that are damaged or gone; null is the rule, whatever kills and power cuts there were.</param>
public sealed record ReceiptRecovery(IReadOnlyList<OpenPart> Interrupted, long CutBytes, string? CutFile, string? Damage);
