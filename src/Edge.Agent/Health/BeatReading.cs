namespace Edge.Agent.Health;

/// <summary>One part's beat at one moment.</summary>
/// <param name="Key">Which part.</param>
/// <param name="WaitingFor">How long it has had work and got none done; null without work.</param>
public readonly record struct BeatReading(PartKey Key, TimeSpan? WaitingFor);
