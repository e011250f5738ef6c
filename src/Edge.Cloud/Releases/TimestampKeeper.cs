using Edge.Contracts.Updates.Tuf;

namespace Edge.Cloud.Releases;

/// <summary>Looks every minute whether something must be signed anew. Each instance does; the database lets one at a time.</summary>
internal sealed class TimestampKeeper(ReleaseRepository repository, TimeProvider time, ILogger<TimestampKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        do
        {
            try
            {
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
}
