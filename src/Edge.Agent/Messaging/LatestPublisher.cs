using System.Threading.Channels;

namespace Edge.Agent.Messaging;

/// <summary>
/// Publishes what only matters in its latest form, around the outbox: <c>reported</c>, <c>telemetry</c>, Home Assistant's discovery.
/// A newer message of a topic and subject replaces one that waits. Retained ones are published again on each connection, since a broker may have lost them.
/// Thread safe.
/// </summary>
public sealed class LatestPublisher
{
    private readonly BrokerConnection _connection;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutgoingMessage> _retained = [];
    private readonly Dictionary<(string Topic, string Subject), OutgoingMessage> _waiting = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A publisher to <paramref name="connection"/>.</summary>
    public LatestPublisher(BrokerConnection connection)
    {
        _connection = connection;
        connection.Connected += OnConnected;
    }

    /// <summary>Publishes <paramref name="message"/> as soon as there is a connection, unless a newer one of its topic and subject comes first. Returns at once.</summary>
    public void Publish(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (message.Retain)
                _retained[message.Topic] = message;
            if (_waiting.ContainsKey((message.Topic, message.Subject)) && !message.Retain)
                _connection.Counters.CountDropped();
            _waiting[(message.Topic, message.Subject)] = message;
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Publishes until <paramref name="cancellationToken"/> ends it. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (bool _ in _wake.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_connection.IsConnected && TryTake(out OutgoingMessage message))
                {
                    PublishOutcome outcome = await _connection.PublishAsync(message, cancellationToken).ConfigureAwait(false);
                    if (outcome.Kind is DeliveryOutcome.Permanent or DeliveryOutcome.Temporary || (outcome.Kind == DeliveryOutcome.Lost && !message.Retain))
                        _connection.Counters.CountDropped();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private bool TryTake(out OutgoingMessage message)
    {
        lock (_gate)
        {
            foreach (((string, string) key, OutgoingMessage waiting) in _waiting)
            {
                _waiting.Remove(key);
                message = waiting;
                return true;
            }
        }

        message = null!;
        return false;
    }

    private void OnConnected()
    {
        lock (_gate)
        {
            foreach (OutgoingMessage message in _retained.Values)
                _waiting[(message.Topic, message.Subject)] = message;
        }

        _wake.Writer.TryWrite(true);
    }
}
