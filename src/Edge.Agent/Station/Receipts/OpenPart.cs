using Edge.Contracts.Receipts;

namespace Edge.Agent.Station.Receipts;

/// <summary>A part that was announced and has no receipt yet.</summary>
/// <param name="Part">UUIDv7 of the part.</param>
/// <param name="Product">The product that was set.</param>
/// <param name="Trigger">What announced it.</param>
public sealed record OpenPart(Guid Part, string Product, ReceiptTrigger Trigger);
