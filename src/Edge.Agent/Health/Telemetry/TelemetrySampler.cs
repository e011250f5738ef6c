namespace Edge.Agent.Health.Telemetry;

/// <summary>One reader of a <see cref="TelemetrySource"/>: its rates and latencies are those since its own last sample. One caller at a time.</summary>
public sealed class TelemetrySampler(TelemetrySource source)
{
    private TelemetrySnapshot? _last;

    /// <summary>All numbers now.</summary>
    public TelemetrySnapshot Sample() => _last = source.Read(_last);
}
