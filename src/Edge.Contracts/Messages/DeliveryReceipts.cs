namespace Edge.Contracts.Messages;

/// <summary>Payload of <c>receipts</c>: messages that the cloud has committed and the device may forget.</summary>
/// <param name="Ids">Their ids.</param>
public sealed record DeliveryReceipts(IReadOnlyList<Guid> Ids);
