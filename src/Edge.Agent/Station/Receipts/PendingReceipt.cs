using Edge.Contracts.Receipts;

namespace Edge.Agent.Station.Receipts;

/// <summary>A receipt that waits for the disk.</summary>
internal sealed class PendingReceipt(Receipt receipt, Guid? part)
{
    public Receipt Receipt { get; } = receipt;

    /// <summary>The part that it closes; null for none.</summary>
    public Guid? Part { get; } = part;

    public TaskCompletionSource<ReceiptHead> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
