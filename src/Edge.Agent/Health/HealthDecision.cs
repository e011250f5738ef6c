namespace Edge.Agent.Health;

/// <summary>What the policy made of a snapshot.</summary>
/// <param name="Verdicts">One for each part.</param>
/// <param name="Restarts">Parts to restart now.</param>
/// <param name="GiveUp">Why the process should end with an error; null to go on.</param>
/// <param name="FeedWatchdog">Whether capture, inference and outbox have all made progress.</param>
public sealed record HealthDecision(
    IReadOnlyList<PartVerdict> Verdicts,
    IReadOnlyList<PartVerdict> Restarts,
    string? GiveUp,
    bool FeedWatchdog)
{
    /// <summary>True when at least one camera is configured and every one is watched by a detector that answers.</summary>
    public bool IsWatching { get; } =
        Verdicts.Any(v => v.Key.Part == HealthPart.Capture)
        && Verdicts.All(v => v.State == PartState.Healthy || v.Key.Part is HealthPart.Outbox or HealthPart.Publisher);

    /// <summary>True when a part hangs.</summary>
    public bool IsStuck { get; } = Verdicts.Any(v => v.State == PartState.Stuck);
}
