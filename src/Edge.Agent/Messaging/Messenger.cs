using Edge.Agent.Configuration;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging;

/// <summary>All of the agent's talk with the broker: one connection, what goes out through it, and what comes in.</summary>
public sealed class Messenger : IDisposable
{
    private readonly MqttSettings _settings;
    private readonly ILogger _logger;
    private readonly CommandDispatcher _commands;
    private readonly DesiredDispatcher _desired;

    /// <summary>Everything wired; nothing runs yet.</summary>
    /// <exception cref="ArgumentException">An id is not one.</exception>
    public Messenger(MessengerParts parts)
    {
        _settings = parts.Mqtt;
        _logger = parts.Loggers.CreateLogger<Messenger>();
        Topics = new EdgeTopics(parts.Device.Site, parts.Device.Id);
        Connection = new BrokerConnection(parts.Mqtt, Topics, parts.State, parts.Clock, parts.Loggers.CreateLogger<BrokerConnection>());
        Outbox = new OutboxPublisher(parts.Outbox, Connection, parts.Mqtt.Receipt, parts.Clock, parts.Loggers.CreateLogger<OutboxPublisher>());
        Latest = new LatestPublisher(Connection);
        ICommandHandler[] handlers = [new PingCommand(parts.Clock), new SnapshotCommand(Topics, parts.Snapshots, Latest), new ReloadCommand(parts.Reloader), .. parts.MoreCommands];
        _commands = new CommandDispatcher(Topics, handlers, Connection, parts.Clock, parts.Loggers.CreateLogger<CommandDispatcher>());
        Reported = new ReportedPublisher(Topics, Latest, parts.State.Version, parts.Clock);
        _desired = new DesiredDispatcher(parts.Desired, Reported, parts.Loggers.CreateLogger<DesiredDispatcher>());
        Connection.Received += Route;
    }

    /// <summary>The device's topics.</summary>
    public EdgeTopics Topics { get; }

    /// <summary>The connection: whether it stands, why not, what was counted.</summary>
    public BrokerConnection Connection { get; }

    /// <summary>The outbox's publisher: its progress, for the watchdog.</summary>
    public OutboxPublisher Outbox { get; }

    /// <summary>For what only matters in its latest form.</summary>
    public LatestPublisher Latest { get; }

    /// <summary>What the device says on <c>reported</c>.</summary>
    public ReportedPublisher Reported { get; }

    /// <summary>Runs everything until <paramref name="cancellationToken"/> ends it, then says <c>offline</c>. Never throws.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            Connection.RunAsync(cancellationToken),
            Outbox.RunAsync(cancellationToken),
            Latest.RunAsync(cancellationToken),
            _commands.RunAsync(cancellationToken),
            _desired.RunAsync(cancellationToken));

    /// <summary>Publishes telemetry: of each subject (a camera's coverage, the device's numbers) the latest wins; not retained.</summary>
    public void PublishTelemetry(ReadOnlyMemory<byte> payload, string subject = "") =>
        Latest.Publish(new OutgoingMessage(Topics.Telemetry, payload) { Subject = subject, ContentType = "application/cloudevents+json" });

    /// <summary>Tells Home Assistant about the device, or takes it back where the settings have it off.</summary>
    public void AnnounceToHomeAssistant(HomeAssistantDevice device) =>
        Latest.Publish(new OutgoingMessage(
            HomeAssistantDiscovery.Topic(_settings.HomeAssistant.Prefix, Topics),
            _settings.HomeAssistant.Enabled ? HomeAssistantDiscovery.Write(device) : default)
        {
            Retain = true,
        });

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private void Route(InboundMessage message)
    {
        if (!EdgeTopics.TryParse(message.Topic, out EdgeTopic topic) || topic.Site != Topics.Site || topic.Device != Topics.Device)
        {
            Connection.Counters.CountInboundDropped();
            return;
        }

        switch (topic.Kind)
        {
            case EdgeTopicKind.Command:
                _commands.Offer(message);
                break;
            case EdgeTopicKind.Desired:
                _desired.Offer(message);
                break;
            case EdgeTopicKind.Receipts:
                Receive(message);
                break;
            default:
                Connection.Counters.CountInboundDropped();
                break;
        }
    }

    private void Receive(InboundMessage message)
    {
        if (DeviceMessages.TryReadReceipts(message.Payload, out DeliveryReceipts? receipts, out string? fault))
        {
            Outbox.Receive(receipts.Ids);
            return;
        }

        Connection.Counters.CountInboundDropped();
        _logger.LogWarning("Receipts on {Topic} could not be read: {Fault}", message.Topic, fault);
    }
}
