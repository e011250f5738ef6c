namespace Edge.Cloud.Rollouts;

/// <summary>Steps open rollouts, on the one instance that has the lease. Whatever one step fails on, the next one begins from what is committed.</summary>
internal sealed class RolloutLoop(RolloutService rollouts, RolloutStore store, RolloutSettings settings, TimeProvider time, ILogger<RolloutLoop> log) : BackgroundService
{
    /// <summary>At most this share of one processor goes into looking.</summary>
    private const double Share = 0.1;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan JoinEvery = TimeSpan.FromMinutes(1);
    private readonly string _instance = Guid.NewGuid().ToString("N");

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset joined = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            long began = time.GetTimestamp();
            try
            {
                IReadOnlyList<string> open = await store.OpenAsync(stoppingToken);
                DateTimeOffset now = time.GetUtcNow();
                if (open.Count > 0 && await store.TryLeaseAsync(_instance, now, now + Lease, stoppingToken))
                {
                    bool mayJoin = now - joined >= JoinEvery;
                    joined = mayJoin ? now : joined;
                    foreach (string rollout in open)
                    {
                        if (mayJoin)
                            await rollouts.JoinAsync(rollout, stoppingToken);
                        await rollouts.StepAsync(rollout, stoppingToken);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) // loop edge: the database may come back.
            {
                log.LogError(exception, "A step of the rollouts failed; the next one begins from what is committed");
            }

            TimeSpan rest = TimeSpan.FromSeconds(settings.StepSeconds);
            TimeSpan fair = time.GetElapsedTime(began) * (1 / Share - 1);
            await Task.Delay(fair > rest ? fair : rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
