using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Ingest;

/// <summary>Lets go of numbers about devices that are older than the settings keep. Alerts and verdicts stay.</summary>
internal sealed class HistoryKeeper(IDatabase database, IngestSettings settings, TimeProvider time, ILogger<HistoryKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Lets go of what is too old now.</summary>
    public Task PruneAsync(CancellationToken cancel)
    {
        DateTimeOffset before = time.GetUtcNow().AddDays(-Math.Max(1, settings.HistoryDays));
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("DELETE FROM telemetry_history WHERE span_at < @Before", new { Before = before.ToUnixTimeMilliseconds() }, transaction);
                await connection.ExecuteAsync("DELETE FROM coverage WHERE day < @Day", new { Day = before.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) }, transaction);
                return true;
            },
            cancel);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stoppingToken.IsCancellationRequested)
                    await PruneAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException) // loop edge: in an hour again.
            {
                log.LogWarning(exception, "Old numbers could not be let go");
            }
        }
    }
}
