namespace Edge.Agent.Outbox;

/// <summary>What a stored message is, in the order in which it is given up when the disk budget is spent: the first goes first.</summary>
public enum OutboxKind
{
    /// <summary>Numbers about the device.</summary>
    Telemetry = 0,

    /// <summary>Thumbnails.</summary>
    Evidence = 1,

    /// <summary>Alerts: never silently.</summary>
    Alert = 2,
}
