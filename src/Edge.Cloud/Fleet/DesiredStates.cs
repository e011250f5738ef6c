using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet;

/// <summary>
/// What the cloud wants each device to be. A change is a row that is not yet published; whoever has the connection to the broker
/// publishes such rows (retained, on <c>desired</c>) and marks them. So no change is lost between the commit and the broker.
/// </summary>
internal sealed class DesiredStates(IDatabase database)
{
    /// <summary>Changes the desired state of one device in the caller's transaction, and gives it the next version.</summary>
    /// <param name="connection">The caller's.</param>
    /// <param name="transaction">The caller's.</param>
    /// <param name="device">Device id.</param>
    /// <param name="change">Changes the payload of <c>desired</c>; <c>version</c> is set after it.</param>
    /// <returns>The version; null where there is no such device, or the change changes nothing.</returns>
    public async Task<long?> ChangeAsync(DbConnection connection, DbTransaction transaction, string device, Action<JsonObject> change)
    {
        string forUpdate = database.Dialect == SqlDialect.Postgres ? " FOR UPDATE" : "";
        DeviceRow? row = await connection.QuerySingleOrDefaultAsync<DeviceRow>($"SELECT id, desired, desired_version FROM devices WHERE id = @Device{forUpdate}", new { Device = device }, transaction);
        if (row is null)
            return null;
        JsonObject desired = row.Desired is null ? [] : JsonNode.Parse(row.Desired)!.AsObject();
        JsonNode before = desired.DeepClone();
        change(desired);
        if (JsonNode.DeepEquals(before, desired))
            return null;
        long version = row.DesiredVersion + 1;
        desired["version"] = version;
        await connection.ExecuteAsync(
            "UPDATE devices SET desired = @Desired, desired_version = @Version WHERE id = @Device", new { Desired = desired.ToJsonString(), Version = version, Device = device }, transaction);
        return version;
    }

    /// <summary>Devices whose desired state the broker does not have yet; revoked ones left out.</summary>
    public async Task<IReadOnlyList<UnpublishedDesired>> UnpublishedAsync(int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<UnpublishedDesired>(
            "SELECT id AS device, site, desired AS payload, desired_version AS version FROM devices WHERE desired_version > desired_published AND revoked_at IS NULL ORDER BY id LIMIT @Limit", new { Limit = limit })];
    }

    /// <summary>Marks what the broker has acknowledged.</summary>
    public Task MarkPublishedAsync(IReadOnlyCollection<UnpublishedDesired> published, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "UPDATE devices SET desired_published = @Version WHERE id = @Device AND desired_published < @Version", published.Select(row => new { row.Version, row.Device }).ToList(), transaction),
        cancel);
}
