namespace Edge.Agent.Health.Telemetry;

/// <summary>How a number behaves.</summary>
public enum TelemetryKind
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Only grows, from the start of the process or longer.</summary>
    Counter,
}
