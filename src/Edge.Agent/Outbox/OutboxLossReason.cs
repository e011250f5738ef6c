namespace Edge.Agent.Outbox;

/// <summary>Why the outbox gave a message up.</summary>
public enum OutboxLossReason
{
    /// <summary>The disk budget was spent.</summary>
    Budget,

    /// <summary>The disk took no writes (full, read-only, broken, too slow) and the room in memory was full.</summary>
    Memory,

    /// <summary>The message alone is bigger than an eighth of the budget.</summary>
    TooLarge,

    /// <summary>The stored row could not be read back whole.</summary>
    Damage,

    /// <summary>The agent ended while the disk took no writes.</summary>
    Shutdown,
}
