using System.Text;
using Edge.Cloud.Fleet;
using Edge.Cloud.Storage;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Ingest;

/// <summary>
/// Carries what devices are to be from the registry to the broker, retained: whatever has a newer version in the table than was published. It is looked for
/// after each commit of this process and every second, so that it makes no difference which instance changed it, or which one died in between.
/// Two instances may publish the same: a device takes a version once.
/// </summary>
internal sealed class DesiredPublisher(DesiredStates desired, IDatabase database, CloudPublisher publisher, TimeProvider time, ILogger<DesiredPublisher> log) : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Looks now.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else did.
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        publisher.Connected += Wake;
        database.Committed += Wake;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Poll, stoppingToken);
                while (publisher.IsConnected && await PublishSomeAsync(stoppingToken) == AtOnce)
                {
                    // There is more.
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) // loop edge: the database may come back.
            {
                log.LogWarning(exception, "What devices are to be could not be published; it is tried again");
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        publisher.Connected -= Wake;
        database.Committed -= Wake;
    }

    private async Task<int> PublishSomeAsync(CancellationToken cancel)
    {
        IReadOnlyList<UnpublishedDesired> rows = await desired.UnpublishedAsync(AtOnce, cancel);
        bool[] taken = await Task.WhenAll(rows.Select(row =>
            publisher.PublishAsync(new EdgeTopics(row.Site, row.Device).Desired, Encoding.UTF8.GetBytes(row.Payload), retain: true, cancel)));
        UnpublishedDesired[] done = [.. rows.Where((_, i) => taken[i])];
        if (done.Length > 0)
            await desired.MarkPublishedAsync(done, cancel);
        // Some were refused: not again at once.
        return done.Length == rows.Count ? rows.Count : 0;
    }
}
