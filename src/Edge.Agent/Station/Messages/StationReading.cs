using Edge.Contracts.Messages;

namespace Edge.Agent.Station.Messages;

/// <summary>How one station stands at one moment: what its retained message and the Sparkplug node are made of. A value; counters are totals, so none is lost where readings are.</summary>
public sealed record StationReading
{
    /// <summary>Station id.</summary>
    public required string Station { get; init; }

    /// <summary>UTC of the reading.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the station is doing.</summary>
    public required StationMode Mode { get; init; }

    /// <summary>Why it is not running, for people; null while it runs.</summary>
    public string? Reason { get; init; }

    /// <summary>Id of the product that is set; empty where none is.</summary>
    public required string Product { get; init; }

    /// <summary>Counters since the agent started.</summary>
    public required StationCounts SinceStart { get; init; }

    /// <summary>Counters of the shift; null where none is configured.</summary>
    public StationCounts? Shift { get; init; }

    /// <summary>Parts seen by the trigger and not yet past the ejector.</summary>
    public int PartsInFlight { get; init; }

    /// <summary>The latest part; null where there was none.</summary>
    public StationLastPart? LastPart { get; init; }

    /// <summary>Time between the latest two triggers; null before the second part.</summary>
    public TimeSpan? CycleTime { get; init; }

    /// <summary>Trigger to verdict of the latest part; null where there was none.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The golden check; null where the station has none.</summary>
    public StationGolden? Golden { get; init; }

    /// <summary>The end of the receipt chain; null where the station keeps none.</summary>
    public ReceiptAnchor? Receipt { get; init; }

    /// <summary>Share of the parts since the start that passed, 0 to 1; null before the first part. A part that could not be judged is no good part.</summary>
    public double? Yield => SinceStart.Parts > 0 ? (double)SinceStart.Pass / SinceStart.Parts : null;
}
