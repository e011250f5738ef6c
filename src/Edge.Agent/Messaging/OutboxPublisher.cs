using System.Threading.Channels;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging;

/// <summary>
/// Carries the outbox to the broker, with QoS 1, in order within each stream, at least once:
/// <list type="number">
/// <item>on a new connection, ask the outbox again for everything unsettled, in its old order;</item>
/// <item>take what the window has room for;</item>
/// <item>send what may be sent (<see cref="PublishWindow"/>);</item>
/// <item>wait for an answer, a receipt, a commit, or a second;</item>
/// <item>settle: delivered or receipted ones are completed, refused ones wait or are set aside.</item>
/// </list>
/// A message is completed only on the receipt that the settings name; nothing else ever removes it.
/// </summary>
public sealed class OutboxPublisher
{
    private const int WindowSize = 256;
    private const int BlamesBeforeParking = 3;
    private static readonly TimeSpan ResendAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EmptyWakePause = TimeSpan.FromMilliseconds(10);

    private readonly IOutbox _outbox;
    private readonly BrokerConnection _connection;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly bool _waitsForCloud;
    private readonly PublishWindow _window;
    private readonly Channel<PublisherEvent> _events = Channel.CreateUnbounded<PublisherEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Guid> _sentBefore = [];
    private readonly Dictionary<Guid, int> _blames = [];
    private bool _isConnected;
    private bool _mayHaveMore;
    private bool _isWaitingForMore;
    private int _connectionNumber;
    private long _lastProgress;
    private int _parked;

    /// <summary>A publisher from <paramref name="outbox"/> to <paramref name="connection"/>.</summary>
    public OutboxPublisher(IOutbox outbox, BrokerConnection connection, DeliveryReceipt receipt, TimeProvider clock, ILogger<OutboxPublisher> logger)
    {
        _outbox = outbox;
        _connection = connection;
        _clock = clock;
        _logger = logger;
        _waitsForCloud = receipt == DeliveryReceipt.Cloud;
        _window = new PublishWindow(WindowSize, _waitsForCloud ? ResendAfter : null);
        _lastProgress = clock.GetTimestamp();
        connection.Connected += () => _events.Writer.TryWrite(new PublisherEvent.Connected());
        connection.Lost += () => _events.Writer.TryWrite(new PublisherEvent.Lost());
    }

    /// <summary>
    /// A <see cref="TimeProvider.GetTimestamp"/> of the last time that a message was settled, or that there was nothing on its way.
    /// It stands still when the loop is dead or the broker takes messages and never answers.
    /// </summary>
    public long LastProgress => Interlocked.Read(ref _lastProgress);

    /// <summary>Messages that the broker refused for good on this connection; the outbox keeps them.</summary>
    public int Parked => Volatile.Read(ref _parked);

    /// <summary>The cloud has committed these: they may be forgotten. Any thread.</summary>
    public void Receive(IReadOnlyList<Guid> receipts) => _events.Writer.TryWrite(new PublisherEvent.Receipts(receipts));

    /// <summary>Publishes until <paramref name="cancellationToken"/> ends it. What is unsettled then stays in the outbox.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using ITimer timer = _clock.CreateTimer(_ => _events.Writer.TryWrite(new PublisherEvent.Tick()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        if (_connection.IsConnected)
            _events.Writer.TryWrite(new PublisherEvent.Connected());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (PublisherEvent next in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    await SettleAsync(next).ConfigureAwait(false);
                    while (_events.Reader.TryRead(out PublisherEvent? more))
                        await SettleAsync(more).ConfigureAwait(false);
                    await TakeAsync(cancellationToken).ConfigureAwait(false);
                    Send(cancellationToken);
                    if (_window.Sending == 0)
                        Progress();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // The loop's edge: the disk under the outbox may fail and come back.
            {
                _logger.LogError(exception, "The outbox publisher failed and goes on");
            }
        }
    }

    private async Task SettleAsync(PublisherEvent next)
    {
        switch (next)
        {
            case PublisherEvent.Connected:
                Forget();
                _outbox.ReleaseInFlight();
                _isConnected = _mayHaveMore = true;
                _connectionNumber++;
                break;
            case PublisherEvent.Lost:
                _isConnected = false;
                Forget();
                break;
            case PublisherEvent.Available:
                _isWaitingForMore = false;
                _mayHaveMore = true;
                break;
            case PublisherEvent.Answered answered:
                await SettleAsync(answered).ConfigureAwait(false);
                break;
            case PublisherEvent.Receipts receipts when _waitsForCloud:
                foreach (Guid id in receipts.Ids)
                {
                    _window.Receipted(id);
                    await CompleteAsync(id).ConfigureAwait(false);
                }

                break;
        }
    }

    private async Task SettleAsync(PublisherEvent.Answered answered)
    {
        bool isCurrent = answered.Connection == _connectionNumber;
        TimeSpan now = _clock.GetElapsedTime(0);
        switch (answered.Outcome.Kind)
        {
            // After a broker lost its state, the cloud's subscription is gone until it is back. Going on would put
            // what it then hears before what it missed, so its stream waits.
            case DeliveryOutcome.Delivered when answered.AwaitsCloud && answered.Outcome.IsUnheard:
                if (isCurrent)
                    _window.Refused(answered.Id, now + RefusedFor);
                Progress();
                break;
            case DeliveryOutcome.Delivered:
                _connection.Counters.CountPublished();
                if (isCurrent)
                    _window.Delivered(answered.Id, now);
                if (!answered.AwaitsCloud) // Also when that connection is gone: the broker has it.
                {
                    _window.Receipted(answered.Id);
                    await CompleteAsync(answered.Id).ConfigureAwait(false);
                }

                Progress();
                break;
            case DeliveryOutcome.Temporary when isCurrent:
                _window.Refused(answered.Id, now + RefusedFor);
                _logger.LogWarning("The broker refused {Id} on {Topic} for now: {Reason}", answered.Id, answered.Topic, answered.Outcome.Reason);
                break;
            case DeliveryOutcome.Permanent when isCurrent:
                Park(answered.Id, answered.Topic, answered.Outcome.Reason);
                break;
            case DeliveryOutcome.Lost when answered.Outcome.IsBlamed:
                _blames[answered.Id] = _blames.GetValueOrDefault(answered.Id) + 1;
                break;
        }
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        bool isEmptyWake = false;
        while (_isConnected && _mayHaveMore && _window.Room > 0)
        {
            int asked = _window.Room;
            IReadOnlyList<OutboxMessage> taken = await _outbox.TakeAsync(asked, cancellationToken).ConfigureAwait(false);
            _mayHaveMore = taken.Count == asked;
            isEmptyWake = taken.Count == 0;
            foreach (OutboxMessage message in taken)
                _window.Add(message);
        }

        if (_isConnected && !_mayHaveMore && !_isWaitingForMore)
        {
            _isWaitingForMore = true;
            _ = WaitForMoreAsync(isEmptyWake, cancellationToken);
        }
    }

    private async Task WaitForMoreAsync(bool isEmptyWake, CancellationToken cancellationToken)
    {
        try
        {
            if (isEmptyWake) // An outbox that wakes us for nothing must not spin us.
                await Task.Delay(EmptyWakePause, _clock, cancellationToken).ConfigureAwait(false);
            await _outbox.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _events.Writer.TryWrite(new PublisherEvent.Available());
    }

    private void Send(CancellationToken cancellationToken)
    {
        if (!_isConnected)
            return;
        while (_window.Next(_clock.GetElapsedTime(0), out bool isResend) is { } message)
        {
            if (_blames.GetValueOrDefault(message.Id) >= BlamesBeforeParking)
            {
                Park(message.Id, message.Topic, "the broker ended the connection each time that it was sent");
                continue;
            }

            if (_sentBefore.Remove(message.Id) || isResend)
                _connection.Counters.CountRetried();
            _ = SendAsync(message, _connectionNumber, cancellationToken);
        }
    }

    private async Task SendAsync(OutboxMessage message, int connection, CancellationToken cancellationToken)
    {
        try
        {
            FaultPoints.Hit(FaultPoints.BeforePublish);
            var outgoing = new OutgoingMessage(message.Topic, message.Payload) { ContentType = ContentTypeOf(message) };
            PublishOutcome outcome = await _connection.PublishAsync(outgoing, cancellationToken).ConfigureAwait(false);
            if (outcome.Kind == DeliveryOutcome.Delivered)
                FaultPoints.Hit(FaultPoints.AfterPuback);
            _events.Writer.TryWrite(new PublisherEvent.Answered(message.Id, message.Topic, connection, outcome, _waitsForCloud && IsEvent(message)));
        }
        catch (OperationCanceledException)
        {
            // The end: the outbox keeps it.
        }
    }

    private async Task CompleteAsync(Guid id)
    {
        _blames.Remove(id);
        await _outbox.CompleteAsync(id).ConfigureAwait(false);
    }

    private void Park(Guid id, string topic, string reason)
    {
        _window.Park(id);
        _connection.Counters.CountRejected();
        Interlocked.Increment(ref _parked);
        _logger.LogError("The broker refuses {Id} on {Topic}: {Reason}. It is kept and tried again on the next connection.", id, topic, reason);
    }

    private void Forget()
    {
        foreach (Guid id in _window.Clear())
            _sentBefore.Add(id);
        Volatile.Write(ref _parked, 0);
    }

    private void Progress() => Interlocked.Exchange(ref _lastProgress, _clock.GetTimestamp());

    // A picture and a Frigate event carry no id of ours that a cloud could name: the broker's answer is their receipt, heard or not.
    // Waiting for more would hold up the alerts behind them for ever.
    private static bool IsEvent(OutboxMessage message) => message.Kind != OutboxKind.Evidence && message.Topic != FrigateEvents.Topic;

    private static string ContentTypeOf(OutboxMessage message) =>
        IsEvent(message) ? "application/cloudevents+json"
        : message.Kind == OutboxKind.Evidence ? "image/jpeg"
        : "application/json";
}
