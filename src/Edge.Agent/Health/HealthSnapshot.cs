namespace Edge.Agent.Health;

/// <summary>Everything that the policy decides from.</summary>
/// <param name="Now">Monotonic time since an arbitrary start that is the same for all snapshots.</param>
/// <param name="Cameras">Every configured camera.</param>
/// <param name="Beats">Every registered beat.</param>
public sealed record HealthSnapshot(TimeSpan Now, IReadOnlyList<CameraReading> Cameras, IReadOnlyList<BeatReading> Beats);
