using System.Data.Common;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Dapper;
using Edge.Cloud.Hosting;
using Edge.Cloud.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Edge.Cloud.Security;

/// <summary>Devices: a certificate of this cloud's authority, within its time, that the database knows and nobody revoked. Claims: the device's id and its site.</summary>
internal sealed class DeviceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CertificateAuthority authority, IDatabase database)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "device";

    /// <summary>Claim that holds the device's site.</summary>
    public const string SiteClaim = "site";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        X509Certificate2? certificate = Context.Connection.ClientCertificate;
        if (certificate is null)
            return AuthenticateResult.NoResult();
        if (!authority.IsClientOfOurs(certificate))
            return AuthenticateResult.Fail("the certificate is not of this cloud's authority, or not within its time");
        string device = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        string? site;
        await using (DbConnection connection = await database.OpenAsync(Context.RequestAborted))
        {
            site = await connection.ExecuteScalarAsync<string?>(
                "SELECT d.site FROM device_certificates c JOIN devices d ON d.id = c.device WHERE c.serial = @Serial AND d.id = @Device AND c.revoked_at IS NULL AND d.revoked_at IS NULL",
                new { Serial = certificate.SerialNumber, Device = device });
        }

        if (site is null)
            return AuthenticateResult.Fail("the certificate is revoked");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, device), new Claim(SiteClaim, site)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        AuthenticateResult result = await HandleAuthenticateOnceSafeAsync();
        await ApiProblem.Of(StatusCodes.Status401Unauthorized, "notThisDevice", result.Failure?.Message ?? "a certificate of this cloud is needed").ExecuteAsync(Context);
    }
}
