using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet;

/// <summary>Every device's site and whether it is revoked, in memory: for whoever must decide on each message. Kept up to date by <see cref="FleetFeed"/>. Safe for any number of threads.</summary>
internal sealed class DeviceDirectory(IDatabase database, FleetFeed feed, ILogger<DeviceDirectory> log) : BackgroundService
{
    private const int Many = 50;
    private readonly ConcurrentDictionary<string, DirectoryEntry> _devices = new(StringComparer.Ordinal);

    /// <summary>How many devices are known, revoked ones too.</summary>
    public int Count => _devices.Count;

    /// <summary>What is known in memory; no I/O.</summary>
    /// <returns>Null where it is not known here (yet): see <see cref="FindAsync"/>.</returns>
    public DirectoryEntry? Find(string device) => _devices.GetValueOrDefault(device);

    /// <summary>What is known, in the database too: a device that another instance has enrolled this moment.</summary>
    public async ValueTask<DirectoryEntry?> FindAsync(string device, CancellationToken cancel) => Find(device) ?? await RefreshAsync(device, cancel);

    /// <summary>Reads one device anew.</summary>
    public async Task<DirectoryEntry?> RefreshAsync(string device, CancellationToken cancel)
    {
        Row? row;
        await using (DbConnection connection = await database.OpenAsync(cancel))
            row = await connection.QuerySingleOrDefaultAsync<Row>("SELECT id, site, revoked_at FROM devices WHERE id = @Device", new { Device = device });
        if (row is null)
        {
            _devices.TryRemove(device, out _);
            return null;
        }

        return _devices[device] = row.ToEntry();
    }

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAllAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long seen = feed.Latest;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (IReadOnlyList<FleetEvent> batch in feed.ReadBatchesAsync(seen, stoppingToken))
                {
                    List<string> changed = [.. batch.Where(change => change.Kind == FleetEventKinds.Enrolment).Select(change => change.Subject).Distinct()];
                    // Many at once are a storm of new devices: one question for all is less work than one for each.
                    if (changed.Count > Many || batch.Any(change => change.Kind == FleetEventKinds.Reset))
                        await RefreshAllAsync(stoppingToken);
                    else
                    {
                        foreach (string device in changed)
                            await RefreshAsync(device, stoppingToken);
                    }

                    seen = batch[^1].Number;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // loop edge: the database may come back.
            {
                log.LogWarning(exception, "The directory of devices could not be brought up to date; it tries again");
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RefreshAllAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        foreach (Row row in await connection.QueryAsync<Row>("SELECT id, site, revoked_at FROM devices"))
            _devices[row.Id] = row.ToEntry();
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Site { get; init; } = "";

        public long? RevokedAt { get; init; }

        public DirectoryEntry ToEntry() => new(Site, RevokedAt is not null);
    }
}
