namespace Edge.Agent.Outbox;

/// <summary>A damaged database was set aside and a new one made of what could be read.</summary>
/// <param name="SetAsidePath">Where the damaged file lies now.</param>
/// <param name="Salvaged">Messages carried over.</param>
/// <param name="Losses">Messages known to be lost, by kind; what the damage hid altogether is not in it.</param>
public sealed record OutboxRepair(string SetAsidePath, long Salvaged, IReadOnlyList<OutboxLoss> Losses);
