using System.Data.Common;
using Dapper;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet;

/// <summary>The devices of the fleet: who they are, and what was last heard of them. Stateless; safe for any number of threads.</summary>
internal sealed class DeviceRegistry(IDatabase database, FleetFeed feed, AuditLog audit)
{
    private const string Summary = "d.id, d.site, d.hardware, d.serial, d.enrolled_at, d.revoked_at, d.last_seen_at, d.status, d.state, d.health, d.coverage, d.reported, d.reported_at, d.desired_version";

    /// <summary>One device with all that is known of it; null where there is none.</summary>
    public async Task<Device?> FindAsync(string device, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        DeviceRow? row = await connection.QuerySingleOrDefaultAsync<DeviceRow>("SELECT * FROM devices WHERE id = @Device", new { Device = device });
        return row?.ToDevice((await LabelsAsync(connection, [device])).GetValueOrDefault(device, []));
    }

    /// <summary>A page of devices by id, without <see cref="Device.Desired"/>.</summary>
    public async Task<IReadOnlyList<Device>> ListAsync(DeviceFilter filter, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        SqlConditions where = Condition(filter);
        where.Parameters.Add("Limit", Math.Clamp(filter.Limit, 1, DeviceFilter.MaximumLimit));
        List<DeviceRow> rows = [.. await connection.QueryAsync<DeviceRow>($"SELECT {Summary} FROM devices d WHERE {where} ORDER BY d.id LIMIT @Limit", where.Parameters)];
        Dictionary<string, Dictionary<string, string>> labels = await LabelsAsync(connection, [.. rows.Select(row => row.Id)]);
        return [.. rows.Select(row => row.ToDevice(labels.GetValueOrDefault(row.Id, [])))];
    }

    /// <summary>Ids of all devices that the filter names, whatever its limit, in order.</summary>
    public async Task<IReadOnlyList<string>> SelectAsync(DeviceFilter filter, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        SqlConditions where = Condition(filter);
        return [.. await connection.QueryAsync<string>($"SELECT d.id FROM devices d WHERE {where} ORDER BY d.id", where.Parameters)];
    }

    /// <summary>How many devices there are by site and status, revoked ones left out.</summary>
    public async Task<IReadOnlyList<SiteCount>> CountAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<SiteCount>("SELECT site, status, COUNT(*) AS devices FROM devices WHERE revoked_at IS NULL GROUP BY site, status ORDER BY site, status")];
    }

    /// <summary>Replaces the labels of a device.</summary>
    /// <returns>False where there is no such device.</returns>
    public Task<bool> SetLabelsAsync(string device, IReadOnlyDictionary<string, string> labels, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM devices WHERE id = @Device", new { Device = device }, transaction) == 0)
                return false;
            await WriteLabelsAsync(connection, transaction, device, labels);
            await audit.WriteAsync(connection, transaction, actor, "device.labels", device, labels);
            await feed.PublishAsync(connection, transaction, FleetEventKinds.Device, device);
            return true;
        },
        cancel);

    /// <summary>Notes what was learnt from messages, in the transaction that stores them. An older observation never replaces what a newer one brought for status. Publishes nothing: see <see cref="FleetFeed.PublishAsync(DbConnection, DbTransaction, IReadOnlyCollection{ValueTuple{string, string}})"/>.</summary>
    public static Task RecordAsync(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<DeviceObservation> observations) => connection.ExecuteAsync(
        """
        UPDATE devices SET
            status = CASE WHEN @Status IS NULL OR @SeenAt < COALESCE(last_seen_at, 0) THEN status ELSE @Status END,
            last_seen_at = CASE WHEN COALESCE(last_seen_at, 0) < @SeenAt THEN @SeenAt ELSE last_seen_at END,
            state = COALESCE(@State, state),
            health = COALESCE(@Health, health),
            coverage = COALESCE(@Coverage, coverage),
            reported = COALESCE(@Reported, reported),
            reported_at = CASE WHEN @Reported IS NULL THEN reported_at ELSE @SeenAt END
        WHERE id = @Device
        """,
        // Typed, since PostgreSQL cannot tell the type of a parameter that is null.
        observations.OrderBy(seen => seen.Device, StringComparer.Ordinal).Select(seen => new
        {
            seen.Device,
            SeenAt = seen.SeenAt.ToUnixTimeMilliseconds(),
            seen.Status,
            seen.State,
            seen.Health,
            seen.Coverage,
            seen.Reported,
        }).ToList(),
        transaction);

    /// <summary>SubjectPublicKeyInfo of every certificate of the device that is neither revoked nor over at <paramref name="now"/>: whose signatures are its own.</summary>
    public async Task<IReadOnlyList<byte[]>> PublicKeysAsync(string device, DateTimeOffset now, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<byte[]>(
            "SELECT public_key FROM device_certificates WHERE device = @Device AND revoked_at IS NULL AND not_after > @Now", new { Device = device, Now = now.ToUnixTimeMilliseconds() })];
    }

    /// <summary>Replaces labels inside a transaction.</summary>
    internal static async Task WriteLabelsAsync(DbConnection connection, DbTransaction transaction, string device, IReadOnlyDictionary<string, string> labels)
    {
        await connection.ExecuteAsync("DELETE FROM device_labels WHERE device = @Device", new { Device = device }, transaction);
        await connection.ExecuteAsync(
            "INSERT INTO device_labels (device, name, value) VALUES (@Device, @Name, @Value)", labels.Select(label => new { Device = device, Name = label.Key, label.Value }).ToList(), transaction);
    }

    private static SqlConditions Condition(DeviceFilter filter)
    {
        SqlConditions where = new SqlConditions("d.id > @After")
            .And("d.site = @Site", "Site", filter.Site)
            .And("d.status = @Status", "Status", filter.Status);
        where.Parameters.Add("After", filter.After);
        if (!filter.IncludeRevoked)
            where.And("d.revoked_at IS NULL");
        if (filter.Text is { Length: > 0 } text)
            where.And("(LOWER(d.id) LIKE @Text OR LOWER(d.serial) LIKE @Text OR LOWER(d.site) LIKE @Text)", "Text", "%" + text.ToLowerInvariant().Replace("%", "", StringComparison.Ordinal) + "%");
        int count = 0;
        foreach ((string name, string value) in filter.Labels)
        {
            where.And($"EXISTS (SELECT 1 FROM device_labels l WHERE l.device = d.id AND l.name = @Name{count} AND l.value = @Value{count})", $"Name{count}", name);
            where.Parameters.Add($"Value{count++}", value);
        }

        return where;
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> LabelsAsync(DbConnection connection, IReadOnlyCollection<string> devices)
    {
        if (devices.Count == 0)
            return [];
        IEnumerable<LabelRow> labels = await connection.QueryAsync<LabelRow>($"SELECT device, name, value FROM device_labels WHERE device {database.Dialect.OneOf("Devices")} ORDER BY name", new { Devices = devices.ToArray() });
        return labels.GroupBy(label => label.Device).ToDictionary(group => group.Key, group => group.ToDictionary(label => label.Name, label => label.Value));
    }

    private sealed class LabelRow
    {
        public string Device { get; init; } = "";

        public string Name { get; init; } = "";

        public string Value { get; init; } = "";
    }
}
