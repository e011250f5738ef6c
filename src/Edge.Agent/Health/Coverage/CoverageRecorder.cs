using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Coverage;

/// <summary>The loop that samples every camera once a second for the <see cref="CoverageLedger"/>. Apart from the monitor: a slow disk must not starve the watchdog.</summary>
public sealed class CoverageRecorder(CoverageLedger ledger, HealthRegistry registry, TimeProvider time, ILogger<CoverageRecorder> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                try
                {
                    ledger.Tick(registry.Cameras);
                }
                catch (Exception e) // loop edge: a fault in the record must not end the recording
                {
                    log.LogError(e, "The coverage record missed a second.");
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }

        ledger.Tick(registry.Cameras);
        ledger.Flush();
    }
}
