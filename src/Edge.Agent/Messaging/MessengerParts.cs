using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging;

/// <summary>What a <see cref="Messenger"/> is made of.</summary>
public sealed record MessengerParts
{
    /// <summary>Who the device is.</summary>
    public required DeviceSettings Device { get; init; }

    /// <summary>The broker.</summary>
    public required MqttSettings Mqtt { get; init; }

    /// <summary>What <c>state</c> says of the agent; status and time are set by the connection.</summary>
    public required DeviceState State { get; init; }

    /// <summary>What must arrive.</summary>
    public required IOutbox Outbox { get; init; }

    /// <summary>Pictures for <c>command/snapshot</c>.</summary>
    public required ISnapshotSource Snapshots { get; init; }

    /// <summary>For <c>command/reload</c>.</summary>
    public required IConfigurationReloader Reloader { get; init; }

    /// <summary>For <c>desired</c>.</summary>
    public required IDesiredHandler Desired { get; init; }

    /// <summary>Commands besides ping, snapshot and reload.</summary>
    public IReadOnlyList<ICommandHandler> MoreCommands { get; init; } = [];

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
