namespace Edge.Agent.Outbox;

/// <summary>A message that is not yet on disk.</summary>
internal sealed class WaitingMessage(OutboxMessage message)
{
    public OutboxMessage Message { get; } = message;

    /// <summary>Bytes it is taken to need, on disk or in memory.</summary>
    public long CostBytes { get; } = RowCost.Of(message);

    /// <summary>Its place in the order of all messages.</summary>
    public long Number { get; set; }

    /// <summary>In the batch that the loop is writing: neither given up nor moved.</summary>
    public bool IsWriting { get; set; }

    /// <summary>Handed to the publisher from memory, while the disk takes no writes.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>Completes once the message is committed, delivered or given up.</summary>
    public TaskCompletionSource Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
