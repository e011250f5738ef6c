using Edge.Contracts.Updates.Tuf;

namespace Edge.Cloud.Releases;

/// <summary>Looks every minute whether something must be signed anew. Each instance does; the database lets one at a time. Says once a day what only people can sign.</summary>
internal sealed class TimestampKeeper(ReleaseRepository repository, TimeProvider time, ILogger<TimestampKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);
    private DateTimeOffset _warnNext;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
                await WarnAsync(stoppingToken);
                if (await repository.RenewAsync(stoppingToken))
                    log.LogInformation("Releases: timestamp signed anew");
            }
            catch (TufRefusedException e)
            {
                log.LogError("Releases: nothing can be signed that devices would take, {Fault}: {Why}", e.Fault, e.Message);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's edge: a database that is away now is back in some minute, long before a timestamp expires.
                log.LogWarning(e, "Releases: could not look whether a timestamp is due");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WarnAsync(CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (now < _warnNext)
            return;
        foreach (string line in ExpiryWarnings.Of((await repository.ListAsync(cancel)).State, now))
            log.LogWarning("Releases: {Line}", line);
        _warnNext = now + BetweenWarnings;
    }
}
