namespace Edge.Agent.Configuration;

/// <summary>Telemetry, metrics and the watchdog.</summary>
public sealed record HealthSettings
{
    /// <summary>How often telemetry is published.</summary>
    public TimeSpan TelemetryEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Loopback port of the Prometheus text; 0 is off.</summary>
    public int PrometheusPort { get; init; }

    /// <summary>OTLP endpoint, such as <c>http://127.0.0.1:4317</c>; empty is off.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>A detector that does not answer for this long is stuck.</summary>
    public TimeSpan DetectorTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A publisher that has work and gets nothing done for this long is stuck.</summary>
    public TimeSpan PublisherTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Restarts of one part allowed within <see cref="RestartWindow"/>; past it the process ends with an error and its service manager decides.</summary>
    public int RestartLimit { get; init; } = 5;

    /// <summary>See <see cref="RestartLimit"/>.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How the cameras are slowed while the chip is hot.</summary>
    public ThermalSettings Thermal { get; init; } = new();
}
