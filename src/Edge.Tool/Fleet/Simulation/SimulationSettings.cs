namespace Edge.Tool.Fleet.Simulation;

/// <summary>How a simulated fleet behaves.</summary>
internal sealed record SimulationSettings
{
    /// <summary>How many devices, 1 or more.</summary>
    public int Devices { get; init; } = 100;

    /// <summary>Over how many sites they are spread.</summary>
    public int Sites { get; init; } = 10;

    /// <summary>Between two telemetry messages of a device.</summary>
    public TimeSpan TelemetryEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the fleet only sends telemetry.</summary>
    public TimeSpan SteadyFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Alerts that each device raises in the burst.</summary>
    public int AlertsPerDevice { get; init; } = 5;

    /// <summary>Over how long the burst is spread.</summary>
    public TimeSpan BurstOver { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the last receipt after the burst.</summary>
    public TimeSpan SettleFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a device waits for a receipt before it sends an alert again: the agent's own time.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait until every device has what a rollout wants; zero: no rollout is awaited.</summary>
    public TimeSpan RolloutFor { get; init; }

    /// <summary>How long a device takes to install a release.</summary>
    public TimeSpan InstallTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which the broker takes a device for gone.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Messages of a device on their way at once.</summary>
    public int Window { get; init; } = 16;

    /// <summary>Handshakes of this process at once.</summary>
    public int ConnectAtOnce { get; init; } = 200;
}
