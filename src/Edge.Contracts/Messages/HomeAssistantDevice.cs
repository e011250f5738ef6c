namespace Edge.Contracts.Messages;

/// <summary>What Home Assistant is told about a device.</summary>
public sealed record HomeAssistantDevice
{
    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>The agent's version.</summary>
    public required string Version { get; init; }

    /// <summary>The cameras.</summary>
    public required IReadOnlyList<HomeAssistantCamera> Cameras { get; init; }

    /// <summary>The inspection stations.</summary>
    public IReadOnlyList<HomeAssistantStation> Stations { get; init; } = [];

    /// <summary>Numbers of the telemetry to show.</summary>
    public IReadOnlyList<HomeAssistantSensor> Sensors { get; init; } = [];
}
