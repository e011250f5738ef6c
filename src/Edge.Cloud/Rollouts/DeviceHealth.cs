namespace Edge.Cloud.Rollouts;

/// <summary>How a device is doing, and was before. Fields are null where nothing is known.</summary>
internal sealed record DeviceHealth
{
    /// <summary>Alerts raised since it runs the release; 0 before.</summary>
    public long AlertsSince { get; init; }

    /// <summary>How long it was heard of since it runs the release, in hours; 0 before.</summary>
    public double HoursSince { get; init; }

    /// <summary>When latency and temperature came in, by our clock and not the device's; null: never.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>Worst p99 from capture to alert of its cameras now, in milliseconds.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>Starts of the agent that were ever counted.</summary>
    public long? Restarts { get; init; }

    /// <summary>Hottest temperature of the processor now, in degrees Celsius.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Share of frames that active model and candidate judged differently in shadow, 0 to 1.</summary>
    public double? ShadowDisagreement { get; init; }
}
