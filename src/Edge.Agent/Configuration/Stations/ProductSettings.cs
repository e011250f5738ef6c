using Edge.Domain.Zones;

namespace Edge.Agent.Configuration.Stations;

/// <summary>One product: what a good part of it looks like, and what is allowed on it.</summary>
public sealed record ProductSettings
{
    /// <summary>Unique within its station.</summary>
    public required string Id { get; init; }

    /// <summary>Pixels of the picture to a millimetre on the part; 0 is unknown: then sizes are not told and cannot be limited.</summary>
    public float PixelsPerMm { get; init; }

    /// <summary>Whether the detector (<c>model</c>) looks for its trained classes.</summary>
    public bool Model { get; init; } = true;

    /// <summary>Pictures of defect-free parts, as the camera sees them; with several the best match counts. Empty compares with none.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>How parts are compared with them.</summary>
    public GoldenSettings Golden { get; init; } = new();

    /// <summary>A pack that <c>edgectl station teach</c> made; empty is none.</summary>
    public string AnomalyPack { get; init; } = "";

    /// <summary>Named areas of the picture, for limits.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>What is allowed; a defect that no limit is for is not.</summary>
    public IReadOnlyList<LimitSettings> Limits { get; init; } = [];
}
