using MQTTnet;

namespace Edge.Cloud.Ingest;

/// <summary>What a <see cref="BrokerLink"/> is made of.</summary>
internal sealed record BrokerLinkParts
{
    /// <summary>Where the broker is.</summary>
    public required IBrokerAccess Access { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Name of the cloud's instances together.</summary>
    public required string Group { get; init; }

    /// <summary>What this link is for, as part of its client id and in logs.</summary>
    public required string Role { get; init; }

    /// <summary>Which instance it is.</summary>
    public required string Instance { get; init; }

    /// <summary>What it hears.</summary>
    public IReadOnlyList<BrokerSubscription> Subscriptions { get; init; } = [];

    /// <summary>Messages that the broker may send before one is acknowledged.</summary>
    public ushort Window { get; init; } = 1000;

    /// <summary>Gets each message, with what acknowledges it. Must return at once.</summary>
    public Action<MqttApplicationMessage, Func<Task>>? Receive { get; init; }
}
