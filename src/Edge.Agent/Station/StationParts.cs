using Edge.Agent.Evidence;
using Edge.Agent.Gpio;
using Edge.Agent.Identity;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Agent.Station.Messages;
using Edge.Vision.Anomaly;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>What a station is given to work with; none of it is the station's to dispose.</summary>
internal sealed record StationParts
{
    /// <summary>The model in force.</summary>
    public required ModelSlot Models { get; init; }

    /// <summary>Opens an anomaly pack, tried in a child process first.</summary>
    public required Func<string, Task<PatchModel>> OpenAnomaly { get; init; }

    /// <summary>What must arrive.</summary>
    public required IOutbox Outbox { get; init; }

    /// <summary>Pictures kept as proof; null keeps none.</summary>
    public required EvidenceRecorder? Evidence { get; init; }

    /// <summary>Width of thumbnails; 0 is none.</summary>
    public required int ThumbnailWidth { get; init; }

    /// <summary>The device's lines.</summary>
    public required LineBank Lines { get; init; }

    /// <summary>The device's key.</summary>
    public required DeviceKey Key { get; init; }

    /// <summary>What every receipt says.</summary>
    public required StationFacts Facts { get; init; }

    /// <summary>The agent's data folder.</summary>
    public required string DataPath { get; init; }

    /// <summary>Gets how a station stands, whenever that changes; any thread, must be quick.</summary>
    public required Action<StationReading> Changed { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where it logs.</summary>
    public required ILogger Log { get; init; }
}
