using Edge.Agent.Configuration.Secrets;
using Edge.Domain.Geometry;
using Edge.Domain.Zones;

namespace Edge.Agent.Configuration;

/// <summary>One camera: where its frames come from, what is watched in them.</summary>
public sealed record CameraSettings
{
    /// <summary>Unique within the device; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// <c>v4l2:/dev/video0</c>, <c>rtsp://…</c>, <c>http(s)://…</c>, <c>file:PATH</c>, <c>images:FOLDER or glob</c>,
    /// <c>gstreamer:PIPELINE</c>, <c>synthetic:NAME</c>; a bare path is a file. May hold credentials: print only <c>SourceUri.Redacted</c>.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>How the stream is read.</summary>
    public CaptureSettings Capture { get; init; } = new();

    /// <summary>The motion gate.</summary>
    public MotionSettings Motion { get; init; } = new();

    /// <summary>The tracker.</summary>
    public TrackingSettings Tracking { get; init; } = new();

    /// <summary>Areas that are blackened in every frame before anything else sees it.</summary>
    public IReadOnlyList<Polygon> PrivacyMasks { get; init; } = [];

    /// <summary>Named areas.</summary>
    public IReadOnlyList<Zone> Zones { get; init; } = [];

    /// <summary>Named lines.</summary>
    public IReadOnlyList<TripLine> Lines { get; init; } = [];

    /// <summary>What to tell about. Class names are resolved against the model when it is known.</summary>
    public IReadOnlyList<RuleSettings> Rules { get; init; } = [];

    /// <summary>Without the credentials of <see cref="Source"/>.</summary>
    public override string ToString() => $"CameraSettings {{ Id = {Id}, Source = {Printable.Redact(Source)} }}";
}
