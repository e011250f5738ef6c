using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet;

/// <summary>
/// What changed in the fleet, seen by every instance: numbered rows that are written in the transaction of the change itself, and
/// read by a loop of each instance, which is woken by commits of its own process and by PostgreSQL's NOTIFY, and looks each second
/// anyway. Readers share one window of recent events, so a slow reader holds no memory. Safe for any number of threads.
/// </summary>
internal sealed class FleetFeed(IDatabase database, TimeProvider time, ILogger<FleetFeed> log) : BackgroundService
{
    /// <summary>PostgreSQL channel on which instances tell each other of changes.</summary>
    public const string Channel = "edge_fleet";

    private const int Window = 4096;
    private const long Kept = 20_000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Queue<FleetEvent> _recent = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _latest;
    private long _dropped;

    /// <summary>Number of the newest event that this instance has seen.</summary>
    public long Latest
    {
        get
        {
            lock (_gate)
                return _latest;
        }
    }

    /// <summary>
    /// Adds events to the transaction of the change. Make it the transaction's last statement: the row that gives the numbers stays
    /// locked until the commit, which is what keeps numbers in the order of commits, so that no reader passes over one.
    /// </summary>
    public async Task PublishAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<(string Kind, string Subject)> changes)
    {
        if (changes.Count == 0)
            return;
        long last = await connection.ExecuteScalarAsync<long>("UPDATE fleet_changes SET latest = latest + @Count WHERE id = 1 RETURNING latest", new { Count = (long)changes.Count }, transaction);
        long number = last - changes.Count;
        long at = time.GetUtcNow().ToUnixTimeMilliseconds();
        await connection.ExecuteAsync(
            "INSERT INTO fleet_events (number, kind, subject, at) VALUES (@Number, @Kind, @Subject, @At)",
            changes.Select(change => new { Number = ++number, change.Kind, change.Subject, At = at }).ToList(),
            transaction);
        if (database.Dialect == SqlDialect.Postgres)
            await connection.ExecuteAsync($"SELECT pg_notify('{Channel}', '')", transaction: transaction);
    }

    /// <summary>The same for one change.</summary>
    public Task PublishAsync(DbConnection connection, DbTransaction transaction, string kind, string subject) => PublishAsync(connection, transaction, [(kind, subject)]);

    /// <summary>Events after number <paramref name="after"/>, in order, as they come, until <paramref name="cancel"/>. A <see cref="FleetEventKinds.Reset"/> stands for those that are no longer known.</summary>
    public async IAsyncEnumerable<FleetEvent> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (IReadOnlyList<FleetEvent> batch in ReadBatchesAsync(after, cancel))
        {
            foreach (FleetEvent change in batch)
                yield return change;
        }
    }

    /// <summary>The same, all that is there at a time: for whoever has less work with many at once.</summary>
    public async IAsyncEnumerable<IReadOnlyList<FleetEvent>> ReadBatchesAsync(long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (true)
        {
            FleetEvent[] batch;
            Task more;
            lock (_gate)
            {
                more = _more.Task;
                // After a restore from a backup, a reader may know numbers that do not exist yet.
                bool lost = after < _dropped || after > _latest;
                batch = lost ? [new FleetEvent(_latest, FleetEventKinds.Reset, "")] : [.. _recent.Where(change => change.Number > after)];
            }

            if (batch.Length > 0)
            {
                yield return batch;
                after = batch[^1].Number;
            }
            else
                await more.WaitAsync(cancel);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (DbConnection connection = await database.OpenAsync(cancellationToken))
        {
            long latest = await connection.ExecuteScalarAsync<long>("SELECT latest FROM fleet_changes");
            // A page that was open before this instance started goes on where it was.
            List<FleetEvent> recent = [.. await connection.QueryAsync<FleetEvent>("SELECT number, kind, subject FROM fleet_events WHERE number > @From ORDER BY number", new { From = latest - 1000 })];
            lock (_gate)
            {
                recent.ForEach(_recent.Enqueue);
                _latest = latest;
                _dropped = recent.Count > 0 ? recent[0].Number - 1 : latest;
            }
        }

        database.Committed += Wake;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        database.Committed -= Wake;
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task listening = database is PostgresDatabase postgres ? postgres.ListenAsync(Channel, Wake, log, stoppingToken) : Task.CompletedTask;
        long rounds = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(Poll, stoppingToken);
                await TakeNewAsync(stoppingToken);
                if (rounds++ % 600 == 0)
                    await database.WriteAsync((connection, transaction) => connection.ExecuteAsync("DELETE FROM fleet_events WHERE number <= @Before", new { Before = Latest - Kept }, transaction), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) // loop edge: the database may come back.
            {
                log.LogWarning(exception, "The feed of changes could not read the database; it tries again");
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await listening;
    }

    private async Task TakeNewAsync(CancellationToken cancel)
    {
        List<FleetEvent> events;
        await using (DbConnection connection = await database.OpenAsync(cancel))
            events = [.. await connection.QueryAsync<FleetEvent>("SELECT number, kind, subject FROM fleet_events WHERE number > @Latest ORDER BY number LIMIT @Window", new { Latest, Window })];
        if (events.Count == 0)
            return;
        TaskCompletionSource more;
        lock (_gate)
        {
            events.ForEach(_recent.Enqueue);
            while (_recent.Count > Window)
                _dropped = _recent.Dequeue().Number;
            _latest = events[^1].Number;
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.SetResult();
        if (events.Count == Window)
            Wake();
    }

    private void Wake()
    {
        if (_wake.CurrentCount > 0)
            return;
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
