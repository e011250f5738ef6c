namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>How the device stands at one moment, for the node's own metrics. A value.</summary>
public sealed record NodeReading
{
    /// <summary>UTC of the reading.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The agent's version.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Hottest temperature of the processor in degrees Celsius; null where there is no sensor.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>How the agent is, for people and machines: <c>ok</c>, or what is wrong.</summary>
    public string Health { get; init; } = "ok";

    /// <summary>Messages that wait in the outbox.</summary>
    public long OutboxDepth { get; init; }

    /// <summary>Alerts and verdicts that had to be given up since the store was made.</summary>
    public long LostAlerts { get; init; }
}
