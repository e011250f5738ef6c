namespace Edge.Cloud.Dashboard;

/// <summary>A device at a glance. Fields are null where nothing is known.</summary>
internal sealed record DeviceGlance
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary><c>online</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When anything came from it last.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Version of its agent.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>Model that it runs, name and version.</summary>
    public string? Model { get; init; }

    /// <summary>Frames judged a second.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Worst p99 from capture to alert, in milliseconds.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>Hottest temperature of the processor, in degrees Celsius.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Cameras that it has.</summary>
    public int? Cameras { get; init; }

    /// <summary>Cameras that deliver frames.</summary>
    public int? CamerasStreaming { get; init; }

    /// <summary>Phase of an update that runs; null while none does.</summary>
    public string? Updating { get; init; }

    /// <summary>What somebody should look at, the worst first.</summary>
    public required IReadOnlyList<DeviceProblem> Problems { get; init; }
}
