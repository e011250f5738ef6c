using System.Data.Common;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>Rollouts in the database. A step is committed whole, with what devices are told, and only on the state that it was decided from. Safe for any number of threads and instances.</summary>
internal sealed class RolloutStore(IDatabase database, DesiredStates desired, FleetFeed feed, AuditLog audit)
{
    /// <summary>For how long devices that come late are watched after a rollout's end.</summary>
    private static readonly TimeSpan Stragglers = TimeSpan.FromDays(30);

    /// <summary>Takes, or keeps, the right to step rollouts.</summary>
    /// <returns>Whether this instance has it until <paramref name="until"/>.</returns>
    public Task<bool> TryLeaseAsync(string holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) => await connection.ExecuteAsync(
            "UPDATE rollout_lease SET holder = @Holder, held_until = @Until WHERE id = 1 AND (holder = @Holder OR held_until < @Now)",
            new { Holder = holder, Until = until.ToUnixTimeMilliseconds(), Now = now.ToUnixTimeMilliseconds() },
            transaction) > 0,
        cancel);

    /// <summary>Rollouts that need steps.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<string>("SELECT id FROM rollouts WHERE is_open = 1 ORDER BY id")];
    }

    /// <summary>A rollout with the revision that a step must name; null where there is none.</summary>
    public async Task<(Rollout Rollout, long Revision)?> FindAsync(string id, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<RolloutRow>($"SELECT {RolloutRow.Columns} FROM rollouts WHERE id = @Id", new { Id = id }) is { } row ? (row.ToRollout(), row.Revision) : null;
    }

    /// <summary>The newest rollouts first.</summary>
    public async Task<IReadOnlyList<Rollout>> ListAsync(RolloutStatus? status, string? before, int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<RolloutRow> rows = await connection.QueryAsync<RolloutRow>(
            $"SELECT {RolloutRow.Columns} FROM rollouts WHERE (@Status = '' OR status = @Status) AND (@Before = '' OR id < @Before) ORDER BY id DESC LIMIT @Limit",
            new { Status = status is { } wanted ? Words.Of(wanted) : "", Before = before ?? "", Limit = limit });
        return [.. rows.Select(row => row.ToRollout())];
    }

    /// <summary>All devices of a rollout.</summary>
    public async Task<IReadOnlyList<RolloutDevice>> DevicesAsync(string rollout, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<RolloutDeviceRow> rows = await connection.QueryAsync<RolloutDeviceRow>($"SELECT {RolloutDeviceRow.Columns} FROM rollout_devices WHERE rollout = @Rollout ORDER BY device", new { Rollout = rollout });
        return [.. rows.Select(row => row.ToDevice())];
    }

    /// <summary>A page of a rollout's devices.</summary>
    public async Task<IReadOnlyList<RolloutDevice>> DevicesAsync(string rollout, int? ring, DeviceProgress? progress, string after, int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<RolloutDeviceRow> rows = await connection.QueryAsync<RolloutDeviceRow>(
            $"SELECT {RolloutDeviceRow.Columns} FROM rollout_devices WHERE rollout = @Rollout AND (@Ring = -2 OR ring = @Ring) AND (@Progress = '' OR progress = @Progress) AND device > @After ORDER BY device LIMIT @Limit",
            new { Rollout = rollout, Ring = (long)(ring ?? -2), Progress = progress is { } wanted ? Words.Of(wanted) : "", After = after, Limit = limit });
        return [.. rows.Select(row => row.ToDevice())];
    }

    /// <summary>How many devices are where, by ring.</summary>
    public async Task<ILookup<string, (int Ring, DeviceProgress Progress, int Count)>> CountsAsync(IReadOnlyCollection<string> rollouts, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<(string Rollout, long Ring, string Progress, long Count)> rows = rollouts.Count == 0
            ? []
            : await connection.QueryAsync<(string, long, string, long)>($"SELECT rollout, ring, progress, COUNT(*) FROM rollout_devices WHERE rollout {database.Dialect.OneOf("Rollouts")} GROUP BY rollout, ring, progress", new { Rollouts = rollouts.ToArray() });
        return rows.ToLookup(row => row.Rollout, row => ((int)row.Ring, Words.Parse<DeviceProgress>(row.Progress), (int)row.Count));
    }

    /// <summary>What happened in a rollout after event <paramref name="after"/>, in order.</summary>
    public async Task<IReadOnlyList<RolloutEventView>> EventsAsync(string rollout, long after, int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<(long Number, long At, string Kind, string? Ring, string? Device, string Text)> rows = await connection.QueryAsync<(long, long, string, string?, string?, string)>(
            "SELECT number, at, kind, ring, device, text FROM rollout_events WHERE rollout = @Rollout AND number > @After ORDER BY number LIMIT @Limit", new { Rollout = rollout, After = after, Limit = limit });
        return [.. rows.Select(row => new RolloutEventView(row.Number, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Kind, row.Ring, row.Device, row.Text))];
    }

    /// <summary>What a device is part of, the newest first.</summary>
    public async Task<IReadOnlyList<(string Rollout, string Name, string Target, string Progress)>> OfDeviceAsync(string device, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<(string, string, string, string)>(
            "SELECT o.id, o.name, o.target, r.progress FROM rollout_devices r JOIN rollouts o ON o.id = r.rollout WHERE r.device = @Device ORDER BY o.id DESC LIMIT 20", new { Device = device })];
    }

    /// <summary>Devices that live rollouts hold, with the name of theirs.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HeldAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await HeldAsync(connection, null, "");
    }

    /// <summary>Devices that a live rollout holds, with its name. One rollout at a time on a device: with two, nobody could say which of them did it harm.</summary>
    private static async Task<Dictionary<string, string>> HeldAsync(DbConnection connection, DbTransaction? transaction, string except) =>
        (await connection.QueryAsync<(string Device, string Name)>(
            """
            SELECT r.device, o.name FROM rollout_devices r JOIN rollouts o ON o.id = r.rollout
            WHERE o.status IN ('running', 'paused') AND o.id <> @Except AND r.ring >= 0 AND r.progress NOT IN ('excluded', 'superseded', 'failed', 'rolledBack')
            """,
            new { Except = except },
            transaction)).DistinctBy(row => row.Device).ToDictionary(row => row.Device, row => row.Name, StringComparer.Ordinal);

    /// <summary>Makes a rollout of what <paramref name="assign"/> gives for the devices that others hold.</summary>
    public Task CreateAsync(Rollout rollout, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<RolloutDevice>> assign, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            // Two operators at once, on two instances: the row of the lease makes one wait for the other, so that they see each other's devices.
            await connection.ExecuteAsync("UPDATE rollout_lease SET holder = holder WHERE id = 1", transaction: transaction);
            IReadOnlyList<RolloutDevice> devices = assign(await HeldAsync(connection, transaction, rollout.Id));
            await connection.ExecuteAsync(RolloutRow.Insert, RolloutRow.Of(rollout, isOpen: true), transaction);
            await connection.ExecuteAsync(RolloutDeviceRow.Upsert, devices.Select(device => RolloutDeviceRow.Of(rollout, device)).ToList(), transaction);
            int inRings = devices.Count(device => device.Ring >= 0);
            string left = devices.Count > inRings ? $", {devices.Count - inRings} left out" : "";
            await AddEventsAsync(connection, transaction, rollout, [new RolloutEvent(RolloutEventKinds.Created, $"made by {rollout.CreatedBy}: {rollout.Plan.Target} to {Counts.Text(inRings, "device")} in {Counts.Text(rollout.Rings.Count, "ring")}{left}")], rollout.CreatedAt);
            await audit.WriteAsync(connection, transaction, rollout.CreatedBy, "rollout.create", rollout.Id, new { rollout.Plan.Name, rollout.Plan.Target, Devices = inRings });
            await feed.PublishAsync(connection, transaction, FleetEventKinds.Rollout, rollout.Id);
            return true;
        },
        cancel);

    /// <summary>Commits a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="revision">Revision of the rollout that it was decided from.</param>
    /// <param name="deed">Who did what, where an operator did it; null for the loop's own steps.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False where the rollout has changed since: nothing was written.</returns>
    public Task<bool> CommitAsync(RolloutStep step, long revision, (string Actor, string Action, object Detail)? deed, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            Rollout rollout = step.Rollout;
            if (await connection.ExecuteAsync("UPDATE rollouts SET revision = revision + 1 WHERE id = @Id AND revision = @Revision", new { rollout.Id, Revision = revision }, transaction) == 0)
                return false;
            await connection.ExecuteAsync(RolloutDeviceRow.Upsert, step.Changed.Select(device => RolloutDeviceRow.Of(rollout, device)).ToList(), transaction);
            await NoteOffersAsync(connection, transaction, step);
            foreach (DesiredChange change in step.Desired.OrderBy(change => change.Device, StringComparer.Ordinal))
                await TellAsync(connection, transaction, rollout, change);
            await AddEventsAsync(connection, transaction, rollout, step.Events, rollout.SteppedAt);
            await connection.ExecuteAsync(RolloutRow.Update, RolloutRow.Of(rollout, await IsOpenAsync(connection, transaction, rollout)), transaction);
            if (deed is { } done)
                await audit.WriteAsync(connection, transaction, done.Actor, done.Action, rollout.Id, done.Detail);
            await feed.PublishAsync(connection, transaction, [(FleetEventKinds.Rollout, rollout.Id), .. step.Changed.Take(200).Select(device => (FleetEventKinds.Device, device.Device))]);
            return true;
        },
        cancel);

    private Task<long?> TellAsync(DbConnection connection, DbTransaction transaction, Rollout rollout, DesiredChange change) => desired.ChangeAsync(
        connection,
        transaction,
        change.Device,
        payload =>
        {
            payload["targets"] ??= new System.Text.Json.Nodes.JsonObject();
            payload["targets"]![Words.Of(rollout.Plan.Kind)] = change.Target;
            payload["rollout"] = rollout.Id;
        });

    /// <summary>Devices that were offered the release leave earlier rollouts of its kind; what counts as their alert rate before is counted now, once.</summary>
    private static async Task NoteOffersAsync(DbConnection connection, DbTransaction transaction, RolloutStep step)
    {
        List<string> offered = [.. step.Changed.Where(device => device.OfferedAt == step.Rollout.SteppedAt).Select(device => device.Device)];
        if (offered.Count == 0)
            return;
        long now = step.Rollout.SteppedAt.ToUnixTimeMilliseconds();
        await connection.ExecuteAsync(
            """
            UPDATE rollout_devices SET progress = 'superseded', reason = 'a later rollout took it over'
            WHERE rollout <> @Rollout AND kind = @Kind AND progress IN ('offered', 'updating', 'onTrial', 'silent', 'late', 'rollingBack')
                AND device IN (SELECT device FROM rollout_devices WHERE rollout = @Rollout AND offered_at = @Now)
            """,
            new { Rollout = step.Rollout.Id, Kind = Words.Of(step.Rollout.Plan.Kind), Now = now },
            transaction);
        await connection.ExecuteAsync(
            """
            UPDATE rollout_devices SET
                alerts_before = (SELECT COUNT(*) FROM alerts a WHERE a.device = rollout_devices.device AND a.started_at >= @From AND a.started_at < @Now),
                hours_before = (SELECT CASE WHEN d.enrolled_at > @From THEN @Now - d.enrolled_at ELSE @Now - @From END FROM devices d WHERE d.id = rollout_devices.device) / 3600000.0
            WHERE rollout = @Rollout AND offered_at = @Now
            """,
            new { Rollout = step.Rollout.Id, Now = now, From = now - (long)(step.Rollout.Plan.BaselineSeconds * 1000) },
            transaction);
    }

    private static async Task<bool> IsOpenAsync(DbConnection connection, DbTransaction transaction, Rollout rollout)
    {
        if (rollout.IsLive)
            return true;
        return rollout.SteppedAt - rollout.EndedAt < Stragglers && await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM rollout_devices WHERE rollout = @Id AND progress IN ('offered', 'updating', 'onTrial', 'silent', 'late', 'rollingBack')", new { rollout.Id }, transaction) > 0;
    }

    private static async Task AddEventsAsync(DbConnection connection, DbTransaction transaction, Rollout rollout, IReadOnlyList<RolloutEvent> events, DateTimeOffset at)
    {
        if (events.Count == 0)
            return;
        long number = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(number), 0) FROM rollout_events WHERE rollout = @Id", new { rollout.Id }, transaction);
        await connection.ExecuteAsync(
            "INSERT INTO rollout_events (rollout, number, at, kind, ring, device, text) VALUES (@Rollout, @Number, @At, @Kind, @Ring, @Device, @Text)",
            events.Select(e => new { Rollout = rollout.Id, Number = ++number, At = at.ToUnixTimeMilliseconds(), e.Kind, Ring = e.Ring is >= 0 and { } ring ? rollout.Plan.Rings[ring].Name : null, e.Device, e.Text }).ToList(),
            transaction);
    }
}
