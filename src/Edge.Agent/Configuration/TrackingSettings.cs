namespace Edge.Agent.Configuration;

/// <summary>The tracker: two-threshold association (ByteTrack) over a constant-velocity Kalman filter.</summary>
public sealed record TrackingSettings
{
    /// <summary>Detections at or above it start and keep tracks, 0 to 1.</summary>
    public float HighScore { get; init; } = 0.5f;

    /// <summary>Detections from here up to <see cref="HighScore"/> only keep tracks, 0 to 1.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>Matches before a track counts, 1 or more.</summary>
    public int ConfirmHits { get; init; } = 3;

    /// <summary>How long an unseen track is kept.</summary>
    public TimeSpan KeepLost { get; init; } = TimeSpan.FromSeconds(2);
}
