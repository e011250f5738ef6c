using Edge.Agent.Configuration;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>What a crash run does. Everything random in it comes from the seed.</summary>
internal sealed record CrashScript
{
    public required int Seed { get; init; }

    public required int Rounds { get; init; }

    public IReadOnlyList<string> Cameras { get; init; } = ["north", "south"];

    public DeliveryReceipt Receipt { get; init; } = DeliveryReceipt.Cloud;

    public bool Synchronous { get; init; } = true;

    /// <summary>Unsynced writes are dropped with each cut.</summary>
    public bool PowerCuts { get; init; }

    /// <summary>The broker is killed every this many rounds; 0 is never.</summary>
    public int BrokerKillEvery { get; init; }

    /// <summary>Progress is told every this many rounds.</summary>
    public int TellEvery { get; init; } = 50;

    /// <summary>What is cut down.</summary>
    public ICrashProgram Program { get; init; } = new OutboxHostProgram();
}
