using System.Data.Common;
using Dapper;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet;

/// <summary>Shuts devices out, and knows which certificates are.</summary>
internal sealed class Revocation(IDatabase database, FleetFeed feed, AuditLog audit, TimeProvider time)
{
    /// <summary>Revokes a device and every certificate that it has.</summary>
    /// <returns>False where there is no such device.</returns>
    public Task<bool> RevokeAsync(string device, string reason, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            var row = new { Device = device, Reason = reason, Now = time.GetUtcNow().ToUnixTimeMilliseconds() };
            if (await connection.ExecuteAsync("UPDATE devices SET revoked_at = COALESCE(revoked_at, @Now), status = 'offline' WHERE id = @Device", row, transaction) == 0)
                return false;
            int certificates = await connection.ExecuteAsync(
                "UPDATE device_certificates SET revoked_at = @Now, reason = @Reason WHERE device = @Device AND revoked_at IS NULL", row, transaction);
            await audit.WriteAsync(connection, transaction, actor, "device.revoke", device, new { reason, certificates });
            await feed.PublishAsync(connection, transaction, FleetEventKinds.Enrolment, device);
            return true;
        },
        cancel);

    /// <summary>Revoked certificates whose time is not over yet: serial number and when.</summary>
    public async Task<IReadOnlyList<(string Serial, DateTimeOffset At)>> ListAsync(CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<Row> rows = await connection.QueryAsync<Row>(
            "SELECT serial, revoked_at FROM device_certificates WHERE revoked_at IS NOT NULL AND not_after > @Now ORDER BY serial", new { Now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        return [.. rows.Select(row => (row.Serial, DateTimeOffset.FromUnixTimeMilliseconds(row.RevokedAt)))];
    }

    private sealed class Row
    {
        public string Serial { get; init; } = "";

        public long RevokedAt { get; init; }
    }
}
