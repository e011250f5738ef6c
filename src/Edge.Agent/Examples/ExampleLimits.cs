namespace Edge.Agent.Examples;

/// <summary>How many hard examples are collected, and how many are kept.</summary>
internal sealed record ExampleLimits
{
    /// <summary>Farthest that a score may lie from what a rule asks for, as a difference of scores.</summary>
    public const float Margin = 0.05f;

    /// <summary>Most examples on disk, 1 or more; the oldest go first.</summary>
    public int MaximumCount { get; init; } = 500;

    /// <summary>Most bytes on disk, 1 or more; the oldest go first.</summary>
    public long MaximumBytes { get; init; } = 128L << 20;

    /// <summary>Least time from one example of low margin to the next of the same camera.</summary>
    public TimeSpan LowMarginEvery { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for disagreements: a candidate runs beside the active model for minutes only.</summary>
    public TimeSpan DisagreementEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>JPEG quality, 1 to 100. Better than evidence: a model is taught with it.</summary>
    public int JpegQuality { get; init; } = 92;
}
