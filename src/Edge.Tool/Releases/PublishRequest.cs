using Edge.Contracts.Updates;

namespace Edge.Tool.Releases;

/// <summary>What is to be published.</summary>
internal sealed record PublishRequest
{
    public required ReleaseKind Kind { get; init; }

    /// <summary>A pack or a pack's folder, an <c>edge.yaml</c>, an agent's tar or the folder of its publish output, an image.</summary>
    public required string Source { get; init; }

    /// <summary>Null: the pack's own, or <c>edge</c>, <c>edge-agent</c>, <c>system</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Null: the pack's own.</summary>
    public string? Version { get; init; }

    /// <summary>Null: one more than the highest of its kind.</summary>
    public long? Counter { get; init; }

    public IReadOnlyList<string> Hardware { get; init; } = [];

    public IReadOnlyList<string> Serials { get; init; } = [];

    /// <summary>0 to 1; null: the device's own limit.</summary>
    public double? MaximumChangedFraction { get; init; }

    /// <summary>Null: no limit.</summary>
    public double? MaximumLatencyMs { get; init; }

    /// <summary>From how many earlier releases of that name deltas are made.</summary>
    public int Deltas { get; init; } = 3;

    /// <summary>Days that targets are good for.</summary>
    public int TargetsDays { get; init; } = 180;
}
