using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Hosting;
using Edge.Agent.Pipeline;

namespace Edge.Agent.Updates.Models;

/// <summary>What an installer of models works with.</summary>
internal sealed record ModelInstallerParts
{
    /// <summary>Opens models.</summary>
    public required ModelLoader Loader { get; init; }

    /// <summary>Holds the one in force.</summary>
    public required ModelSlot Slot { get; init; }

    /// <summary>The settings in force.</summary>
    public required Func<EdgeSettings> Settings { get; init; }

    /// <summary>The past.</summary>
    public required ReplayRun Replay { get; init; }

    /// <summary>How careful the device is.</summary>
    public required UpdatePolicy Policy { get; init; }

    /// <summary>Tells whoever must know which model is in force now, by name.</summary>
    public required Func<string, CancellationToken, Task> Told { get; init; }

    /// <summary>Gets the frames on which a candidate beside the active model does not agree with it; null collects none.</summary>
    public ExampleRecorder? Examples { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }
}
