namespace Edge.Agent.Configuration;

/// <summary>How the cameras are slowed while the chip is hot.</summary>
public sealed record ThermalSettings
{
    /// <summary>Whether they are slowed.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The steps, each hotter and slower than the one before; empty follows from the chip's own limit.</summary>
    public IReadOnlyList<ThermalStepSettings> Steps { get; init; } = [];

    /// <summary>How far below a step the chip must cool down to leave it, in °C.</summary>
    public double Margin { get; init; } = 5;

    /// <summary>How long it must stay that cool, for each step back.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromMinutes(1);
}
