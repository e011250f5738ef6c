namespace Edge.Agent.Health.Telemetry;

/// <summary>A part that has numbers to show: queue depths, losses, counters.</summary>
public interface ITelemetrySupplier
{
    /// <summary>Its numbers now. Called from any thread, at most a few times a second; what it throws is logged and its numbers are missing.</summary>
    IEnumerable<TelemetryValue> Read();
}
