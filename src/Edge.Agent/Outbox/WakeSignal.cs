using System.Threading.Channels;

namespace Edge.Agent.Outbox;

/// <summary>Wakes one waiting loop. Wakes that come while nobody waits are kept, as one. Thread safe; one waiter.</summary>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly Channel<bool> _awake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _awake.Writer.TryWrite(true);

    /// <summary>Completes at the next wake, or when <paramref name="due"/> is over (null: only at the wake).</summary>
    public async Task WaitAsync(TimeSpan? due)
    {
        if (due is null)
        {
            await _awake.Reader.ReadAsync().ConfigureAwait(false);
            return;
        }

        using var timer = new CancellationTokenSource(due.Value, time);
        try
        {
            await _awake.Reader.ReadAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Due.
        }
    }
}
