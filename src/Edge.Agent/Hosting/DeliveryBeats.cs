using Edge.Agent.Health;
using Edge.Agent.Messaging;
using Edge.Agent.Outbox;
using Microsoft.Extensions.Hosting;

namespace Edge.Agent.Hosting;

/// <summary>Carries the progress of outbox and publisher, which they show as timestamps, to the health monitor's beats.</summary>
internal sealed class DeliveryBeats : BackgroundService
{
    private readonly SqliteOutbox _outbox;
    private readonly Messenger _messenger;
    private readonly TimeProvider _time;
    private readonly ProgressBeat _outboxBeat;
    private readonly ProgressBeat _publisherBeat;
    private long _outboxSeen;
    private long _publisherSeen;

    /// <summary>Beats for both; a stuck publisher is restarted by dropping its connection.</summary>
    public DeliveryBeats(HealthRegistry health, SqliteOutbox outbox, Messenger messenger, TimeProvider time)
    {
        _outbox = outbox;
        _messenger = messenger;
        _time = time;
        _outboxBeat = health.AddBeat(HealthPart.Outbox, "outbox");
        _publisherBeat = health.AddBeat(HealthPart.Publisher, "publisher");
        health.AddRestartable(HealthPart.Publisher, "publisher", new Reconnect(messenger.Connection));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                bool hasWork = _outbox.Depth > 0;
                Carry(_outboxBeat, _outbox.Status.LastTurn, ref _outboxSeen, hasWork);
                Carry(_publisherBeat, _messenger.Outbox.LastProgress, ref _publisherSeen, hasWork);
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    private static void Carry(ProgressBeat beat, long progress, ref long seen, bool hasWork)
    {
        if (!hasWork)
        {
            beat.Idle();
            return;
        }

        beat.Working();
        if (progress != seen)
            beat.Progressed();
        seen = progress;
    }

    private sealed class Reconnect(BrokerConnection connection) : IRestartable
    {
        public Task RestartAsync(string reason, CancellationToken cancellationToken)
        {
            connection.Drop(reason);
            return Task.CompletedTask;
        }
    }
}
