using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Contracts.Enrolment;

namespace Edge.Cloud.Fleet;

/// <summary>Makes, lists and withdraws enrolment tokens; keeps only the digests of their secrets.</summary>
internal sealed class EnrolmentTickets(IDatabase database, CertificateAuthority authority, AuditLog audit, TimeProvider time)
{
    /// <summary>Makes tokens, each for one device.</summary>
    /// <param name="count">How many.</param>
    /// <param name="site">Site of the devices.</param>
    /// <param name="device">Id of the device; null: any new one. Only with a count of 1.</param>
    /// <param name="labels">Labels that the devices get.</param>
    /// <param name="life">How long they are good.</param>
    /// <param name="actor">Who makes them.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<EnrolmentToken>> CreateAsync(
        int count, string site, string? device, IReadOnlyDictionary<string, string> labels, TimeSpan life, string actor, CancellationToken cancel)
    {
        byte[] root = authority.RootDigest;
        List<EnrolmentToken> tokens = [.. Enumerable.Range(0, count).Select(_ => EnrolmentToken.Create(root))];
        DateTimeOffset now = time.GetUtcNow();
        var rows = tokens.Select(token => new
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Digest = token.SecretDigest,
            Site = site,
            Device = device,
            Labels = JsonSerializer.Serialize(labels),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            CreatedBy = actor,
            ExpiresAt = (now + life).ToUnixTimeMilliseconds(),
        }).ToList();
        await database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "INSERT INTO enrolment_tokens (id, digest, site, device, labels, created_at, created_by, expires_at) VALUES (@Id, @Digest, @Site, @Device, @Labels, @CreatedAt, @CreatedBy, @ExpiresAt)",
                    rows,
                    transaction);
                await audit.WriteAsync(connection, transaction, actor, "enrolment.token", site, new { count, device, labels, hours = life.TotalHours });
                return true;
            },
            cancel);
        return tokens;
    }

    /// <summary>Those that can still be used or were used, newest first.</summary>
    public async Task<IReadOnlyList<EnrolmentTicket>> ListAsync(int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<EnrolmentTicketRow> rows = await connection.QueryAsync<EnrolmentTicketRow>("SELECT * FROM enrolment_tokens WHERE withdrawn_at IS NULL ORDER BY id DESC LIMIT @Limit", new { Limit = limit });
        return [.. rows.Select(row => row.ToTicket())];
    }

    /// <summary>Makes a token that was not used useless.</summary>
    /// <returns>False where there is none.</returns>
    public Task<bool> WithdrawAsync(string id, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            int changed = await connection.ExecuteAsync(
                "UPDATE enrolment_tokens SET withdrawn_at = @Now WHERE id = @Id AND used_at IS NULL AND withdrawn_at IS NULL",
                new { Now = time.GetUtcNow().ToUnixTimeMilliseconds(), Id = id },
                transaction);
            if (changed > 0)
                await audit.WriteAsync(connection, transaction, actor, "enrolment.withdraw", id, new { });
            return changed > 0;
        },
        cancel);
}
