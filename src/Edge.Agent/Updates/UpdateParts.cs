using Microsoft.Extensions.Logging;

namespace Edge.Agent.Updates;

/// <summary>What an update engine is made of.</summary>
internal sealed record UpdateParts
{
    /// <summary>Where everything lies.</summary>
    public required UpdateFolders Folders { get; init; }

    /// <summary>Where releases come from. The engine is its only caller.</summary>
    public required IReleaseSource Source { get; init; }

    /// <summary>The kinds that this device can take.</summary>
    public required IReadOnlyList<IReleaseInstaller> Installers { get; init; }

    /// <summary>What the device is.</summary>
    public required UpdateIdentity Identity { get; init; }

    /// <summary>How the device is.</summary>
    public required IDeviceCondition Condition { get; init; }

    /// <summary>How careful it is.</summary>
    public UpdatePolicy Policy { get; init; } = new();

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where it logs.</summary>
    public required ILogger Log { get; init; }
}
