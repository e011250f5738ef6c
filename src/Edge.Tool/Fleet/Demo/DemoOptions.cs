namespace Edge.Tool.Fleet.Demo;

/// <summary>What the demonstration works with.</summary>
internal sealed record DemoOptions
{
    /// <summary>Folder for everything: the cloud's and the devices' data, logs, pictures, the releases. New or empty.</summary>
    public required string Folder { get; init; }

    /// <summary>The agent's program.</summary>
    public required string Agent { get; init; }

    /// <summary>The cloud's program.</summary>
    public required string Cloud { get; init; }

    /// <summary>The browser for pictures of the dashboard; null takes none.</summary>
    public string? Browser { get; init; }

    /// <summary>How many devices, 2 to 50.</summary>
    public int Devices { get; init; } = 5;

    /// <summary>Seconds that each device is watched under a new release.</summary>
    public double SoakSeconds { get; init; } = 20;

    /// <summary>Alerts that each device must have told before the first release, so that there is a "before" to compare with.</summary>
    public int AlertsBefore { get; init; } = 12;
}
