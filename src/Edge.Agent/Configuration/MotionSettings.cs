namespace Edge.Agent.Configuration;

/// <summary>The motion gate: a still scene is not inferred again and again.</summary>
public sealed record MotionSettings
{
    /// <summary>Whether the gate is used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Change of brightness, 1 to 255, that makes a small block of the picture count as changed.</summary>
    public int Threshold { get; init; } = 12;

    /// <summary>Part of the picture's blocks that must have changed, 0 to 1.</summary>
    public double MinimumArea { get; init; } = 0.0005;

    /// <summary>A still scene is inferred at least this often all the same.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(2);
}
