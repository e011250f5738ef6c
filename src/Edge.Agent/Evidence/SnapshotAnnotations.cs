using Edge.Domain.Zones;

namespace Edge.Agent.Evidence;

/// <summary>What is drawn over a snapshot. Immutable: it is read later, on another thread.</summary>
public sealed record SnapshotAnnotations
{
    /// <summary>First line of the caption: the camera's id.</summary>
    public required string CameraId { get; init; }

    /// <summary>Second part of the caption: what happened, such as <c>enters table</c>.</summary>
    public required string Title { get; init; }

    /// <summary>When; printed as it is, with its own offset from UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Objects.</summary>
    public IReadOnlyList<SnapshotBox> Boxes { get; init; } = [];

    /// <summary>Zones that matter to the alert.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>Lines that matter to the alert.</summary>
    public IReadOnlyList<TripLine> Lines { get; init; } = [];
}
