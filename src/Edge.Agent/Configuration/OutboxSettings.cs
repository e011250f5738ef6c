namespace Edge.Agent.Configuration;

/// <summary>The durable store of what is not yet delivered, in <c>{dataPath}/outbox.db</c>.</summary>
public sealed record OutboxSettings
{
    /// <summary>Most bytes it may take on disk, 1 MiB or more. Telemetry goes first, evidence next, alerts last, and each loss is counted and told.</summary>
    public long BudgetBytes { get; init; } = 256L << 20;

    /// <summary>Whether every commit reaches the disk before it counts. Only a test that must fail turns it off.</summary>
    public bool Synchronous { get; init; } = true;
}
