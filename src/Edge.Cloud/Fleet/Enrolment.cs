using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Fleet;

/// <summary>
/// Lets devices in: a token for a certificate, once. One transaction takes the token, enters the device and its certificate, and
/// writes the audit log; any refusal rolls all of it back. A device that lost the answer may ask again with the same token and the
/// same key, and gets the certificate that it already has: nobody else can use it.
/// </summary>
internal sealed class Enrolment(IDatabase database, CertificateAuthority authority, FleetFeed feed, AuditLog audit, TimeProvider time)
{
    private const int MaximumSerialLength = 128;
    private const int MostADay = 20;
    private const long DayMs = 86_400_000;

    /// <summary>Lets a device in.</summary>
    /// <returns>Its id, its site and its certificate.</returns>
    /// <exception cref="EnrolmentRefusedException">It is not let in.</exception>
    public async Task<(string Device, string Site, IssuedCertificate Certificate)> EnrolAsync(EnrolmentRequest request, CancellationToken cancel)
    {
        if (!EnrolmentToken.TryParse(request.Token, out EnrolmentToken? token))
            throw new EnrolmentRefusedException(EnrolmentFault.TokenMalformed, "token is none: edge1.<secret>.<authority> is allowed");
        CheckIdentity(request);
        PublicKey key = CertificateSigningRequest.ReadKey(request.Csr, out string fault) ?? throw new EnrolmentRefusedException(EnrolmentFault.BadRequest, fault);
        return await database.WriteAsync((connection, transaction) => EnrolAsync(connection, transaction, token, request, key), cancel);
    }

    /// <summary>Gives a device its next certificate. The old ones stay good until their own end.</summary>
    /// <exception cref="EnrolmentRefusedException">The request is no request, or the device was revoked meanwhile.</exception>
    public async Task<IssuedCertificate> RenewAsync(string device, CertificateRenewal request, CancellationToken cancel)
    {
        PublicKey key = CertificateSigningRequest.ReadKey(request.Csr, out string fault) ?? throw new EnrolmentRefusedException(EnrolmentFault.BadRequest, fault);
        return await database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM devices WHERE id = @Device AND revoked_at IS NULL", new { Device = device }, transaction) == 0)
                    throw new EnrolmentRefusedException(EnrolmentFault.Revoked, $"device '{device}' is revoked");
                // One a month is what it needs: a device that has gone mad must not fill the database.
                long today = await connection.ExecuteScalarAsync<long>(
                    "SELECT COUNT(*) FROM device_certificates WHERE device = @Device AND issued_at > @Since", new { Device = device, Since = Now - DayMs }, transaction);
                if (today >= MostADay)
                    throw new EnrolmentRefusedException(EnrolmentFault.TooMany, $"device '{device}' was given {today} certificates within a day; {MostADay} are allowed");
                IssuedCertificate issued = await IssueAsync(connection, transaction, device, key);
                await audit.WriteAsync(connection, transaction, "device:" + device, "device.renew", device, new { issued.NotAfter });
                return issued;
            },
            cancel);
    }

    private async Task<(string, string, IssuedCertificate)> EnrolAsync(DbConnection connection, DbTransaction transaction, EnrolmentToken token, EnrolmentRequest request, PublicKey key)
    {
        EnrolmentTicketRow ticket = await connection.QuerySingleOrDefaultAsync<EnrolmentTicketRow>(
            "SELECT * FROM enrolment_tokens WHERE digest = @Digest", new { Digest = token.SecretDigest }, transaction) is { WithdrawnAt: null } found
            ? found
            : throw new EnrolmentRefusedException(EnrolmentFault.TokenUnknown, "this cloud made no such token, or an operator withdrew it");
        if (ticket.ExpiresAt <= Now)
            throw new EnrolmentRefusedException(EnrolmentFault.TokenExpired, $"the token's time was over at {DateTimeOffset.FromUnixTimeMilliseconds(ticket.ExpiresAt):u}");
        if (ticket.UsedAt is not null)
            return await AnswerAgainAsync(connection, transaction, ticket, key);
        if (request.Site is { } site && site != ticket.Site)
            throw new EnrolmentRefusedException(EnrolmentFault.OtherSite, $"the token is for another site than '{site}'");
        if (ticket.Device is not null && request.Device is { } wished && wished != ticket.Device)
            throw new EnrolmentRefusedException(EnrolmentFault.OtherDevice, $"the token is for another device than '{wished}'");

        string device = ticket.Device ?? request.Device ?? MadeUpId();
        // Two requests with one token: the second waits here for the first, and then changes nothing.
        int taken = await connection.ExecuteAsync(
            "UPDATE enrolment_tokens SET used_at = @Now, used_by = @Device WHERE id = @Id AND used_at IS NULL", new { Now, Device = device, ticket.Id }, transaction);
        if (taken == 0)
            throw new EnrolmentRefusedException(EnrolmentFault.TokenUsed, "the token was used this moment; a token lets in one device, once");
        await EnterAsync(connection, transaction, device, ticket, request);
        IssuedCertificate issued = await IssueAsync(connection, transaction, device, key);
        await audit.WriteAsync(connection, transaction, "device:" + device, "device.enrol", device, new { ticket.Site, request.Hardware, request.Serial, token = ticket.Id });
        await feed.PublishAsync(connection, transaction, FleetEventKinds.Enrolment, device);
        return (device, ticket.Site, issued);
    }

    /// <summary>The same key asks again: its first answer was lost on the way.</summary>
    private async Task<(string, string, IssuedCertificate)> AnswerAgainAsync(DbConnection connection, DbTransaction transaction, EnrolmentTicketRow ticket, PublicKey key)
    {
        CertificateRow? known = await connection.QueryFirstOrDefaultAsync<CertificateRow>(
            "SELECT chain, not_after FROM device_certificates WHERE device = @UsedBy AND public_key = @Key AND revoked_at IS NULL ORDER BY issued_at",
            new { ticket.UsedBy, Key = key.ExportSubjectPublicKeyInfo() },
            transaction);
        return known is null
            ? throw new EnrolmentRefusedException(EnrolmentFault.TokenUsed, "the token was used; a token lets in one device, once")
            : (ticket.UsedBy!, ticket.Site, authority.Describe(known.Chain, DateTimeOffset.FromUnixTimeMilliseconds(known.NotAfter)));
    }

    private async Task EnterAsync(DbConnection connection, DbTransaction transaction, string device, EnrolmentTicketRow ticket, EnrolmentRequest request)
    {
        var row = new { Device = device, ticket.Site, request.Hardware, request.Serial, Now };
        if (ticket.Device is not null)
        {
            // An operator named this device: it may come back, on other hardware too. What it was before is shut out.
            await connection.ExecuteAsync(
                "UPDATE device_certificates SET revoked_at = @Now, reason = 'enrolled again' WHERE device = @Device AND revoked_at IS NULL", row, transaction);
            await connection.ExecuteAsync(
                "UPDATE devices SET site = @Site, hardware = @Hardware, serial = @Serial, enrolled_at = @Now, revoked_at = NULL WHERE id = @Device", row, transaction);
        }

        int added = await connection.ExecuteAsync(
            "INSERT INTO devices (id, site, hardware, serial, enrolled_at) VALUES (@Device, @Site, @Hardware, @Serial, @Now) ON CONFLICT (id) DO NOTHING", row, transaction);
        if (added == 0 && ticket.Device is null)
            throw new EnrolmentRefusedException(EnrolmentFault.DeviceTaken, $"a device '{device}' is in the fleet already; for it to come back, an operator makes a token that names it");
        var labels = JsonSerializer.Deserialize<Dictionary<string, string>>(ticket.Labels) ?? [];
        if (labels.Count > 0 || added > 0)
            await DeviceRegistry.WriteLabelsAsync(connection, transaction, device, labels);
    }

    private async Task<IssuedCertificate> IssueAsync(DbConnection connection, DbTransaction transaction, string device, PublicKey key)
    {
        IssuedCertificate issued = authority.IssueDevice(device, key, out string serial);
        await connection.ExecuteAsync(
            "INSERT INTO device_certificates (serial, device, public_key, chain, issued_at, not_after) VALUES (@Serial, @Device, @Key, @Chain, @Now, @NotAfter)",
            new { Serial = serial, Device = device, Key = key.ExportSubjectPublicKeyInfo(), issued.Chain, Now, NotAfter = issued.NotAfter.ToUnixTimeMilliseconds() },
            transaction);
        return issued;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static string MadeUpId() => "d-" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    private static void CheckIdentity(EnrolmentRequest request)
    {
        if (!EdgeId.IsValid(request.Hardware))
            throw new EnrolmentRefusedException(EnrolmentFault.BadIdentity, $"hardware is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed");
        if (request.Serial.Length is 0 or > MaximumSerialLength || request.Serial.Any(c => c is <= ' ' or > '~'))
            throw new EnrolmentRefusedException(EnrolmentFault.BadIdentity, string.Create(CultureInfo.InvariantCulture, $"serial: 1 to {MaximumSerialLength} printable ASCII characters without spaces are allowed"));
        if (request.Device is { } device && !EdgeId.IsValid(device))
            throw new EnrolmentRefusedException(EnrolmentFault.BadIdentity, $"device is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed");
        if (request.Site is { } site && !EdgeId.IsValid(site))
            throw new EnrolmentRefusedException(EnrolmentFault.BadIdentity, $"site is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed");
    }

    private sealed class CertificateRow
    {
        public string Chain { get; init; } = "";

        public long NotAfter { get; init; }
    }
}
