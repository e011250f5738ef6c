using Edge.Contracts.Updates;

namespace Edge.Contracts.Rollouts;

/// <summary>What an operator asks for: one release, to these devices, ring by ring.</summary>
public sealed record RolloutPlan
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What the release changes.</summary>
    public required ReleaseKind Kind { get; init; }

    /// <summary>Path of its TUF target.</summary>
    public required string Target { get; init; }

    /// <summary>Which devices get it.</summary>
    public DeviceSelector Devices { get; init; } = new();

    /// <summary>The rings in order, 1 to 20. Devices that none takes are left out, counted and shown.</summary>
    public required IReadOnlyList<RingPlan> Rings { get; init; }

    /// <summary>How long a device is watched after it has installed the release, in seconds, 1 to 2592000 (30 days). An hour by default.</summary>
    public double SoakSeconds { get; init; } = 3600;

    /// <summary>How long a device may take to install it before the ring goes on without it, in seconds, 1 to 2592000. A day by default.</summary>
    public double WaitSeconds { get; init; } = 86400;

    /// <summary>Share of a ring's devices that must have proved well before the next ring begins, above 0 to 1. 0.8 by default.</summary>
    public double Quorum { get; init; } = 0.8;

    /// <summary>How far back "before" reaches when alert rates are compared, in seconds, 60 to 2592000. A day by default.</summary>
    public double BaselineSeconds { get; init; } = 86400;

    /// <summary>What devices may look like under it.</summary>
    public HealthLimits Limits { get; init; } = new();
}
