namespace Edge.Contracts.Messages;

/// <summary>How a station is doing: the data of <see cref="EventTypes.Station"/>, retained. While the device's <c>state</c> is offline it says how it was.</summary>
public sealed record StationMessage
{
    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Station id.</summary>
    public required string Station { get; init; }

    /// <summary>What it is doing.</summary>
    public required StationMode Mode { get; init; }

    /// <summary>Why it is not running, for people; absent while it runs.</summary>
    public string? Reason { get; init; }

    /// <summary>Id of the product that is set; empty where none is.</summary>
    public required string Product { get; init; }

    /// <summary>Counters since the agent started.</summary>
    public required StationCounts SinceStart { get; init; }

    /// <summary>Counters of the shift; absent where none is configured.</summary>
    public StationCounts? Shift { get; init; }

    /// <summary>Parts seen by the trigger and not yet past the ejector.</summary>
    public required int PartsInFlight { get; init; }

    /// <summary>The latest part; absent where there was none.</summary>
    public StationLastPart? LastPart { get; init; }

    /// <summary>The golden check; absent where the station has none.</summary>
    public StationGolden? Golden { get; init; }

    /// <summary>The end of the receipt chain; absent where the station keeps none.</summary>
    public ReceiptAnchor? Receipt { get; init; }
}
