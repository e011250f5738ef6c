using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Contracts.Enrolment;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet;

public sealed class EnrolmentTests : IDisposable
{
    private static readonly Uri Enroll = new("/api/v1/enroll", UriKind.Relative), Renew = new("/api/v1/device/certificate", UriKind.Relative);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public async Task Device_WithAToken_GetsACertificateThatItsPinnedRootVouchesFor()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string token = await cloud.TokenAsync();

        // As a device does it: the pin makes the root true, and only then is the secret said.
        AuthorityAnswer authority = (await cloud.Device().GetFromJsonAsync(new Uri("/api/v1/ca", UriKind.Relative), EnrolmentJson.Default.AuthorityAnswer))!;
        using X509Certificate2 root = X509Certificate2.CreateFromPem(authority.Root);
        Assert.True(EnrolmentToken.TryParse(token, out EnrolmentToken? parsed));
        Assert.Equal(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo()), parsed.Authority.ToArray());

        EnrolmentAnswer answer = await AcceptedAsync(cloud, new EnrolmentRequest(token, TestDevice.SigningRequest(_key), "pi5", "SN-1") { Device = "press-1" });
        Assert.Equal(("press-1", "plant", cloud.Settings.Broker.DevicePort), (answer.Device, answer.Site, answer.Broker.Port));
        using X509Certificate2 leaf = TestDevice.Certificate(answer.Certificate, _key);
        Assert.Equal("press-1", leaf.GetNameInfo(X509NameType.SimpleName, false));
        Assert.True(cloud.Services.GetRequiredService<CertificateAuthority>().IsClientOfOurs(leaf));
        Assert.True(answer.Certificate.RenewAfter < answer.Certificate.NotAfter.AddDays(-20));
        Device device = (await cloud.Services.GetRequiredService<DeviceRegistry>().FindAsync("press-1", CancellationToken.None))!;
        Assert.Equal(("plant", "pi5", "SN-1", "unknown"), (device.Site, device.Hardware, device.Serial, device.Status));
    }

    [Fact]
    public async Task Token_ReplayedByAnotherKey_IsRefused()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string token = await cloud.TokenAsync();
        await AcceptedAsync(cloud, Request(token));
        using ECDsa thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal((HttpStatusCode.Forbidden, "tokenUsed"), await RefusedAsync(cloud, Request(token) with { Csr = TestDevice.SigningRequest(thief), Device = "press-2" }));
    }

    [Fact]
    public async Task Token_AskedAgainByTheSameKey_GivesTheSameCertificate()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string token = await cloud.TokenAsync();
        EnrolmentAnswer first = await AcceptedAsync(cloud, Request(token)), second = await AcceptedAsync(cloud, Request(token));
        Assert.Equal(first.Certificate.Chain, second.Certificate.Chain);
        await cloud.Services.GetRequiredService<Revocation>().RevokeAsync("press-1", "stolen", "test", CancellationToken.None);
        Assert.Equal((HttpStatusCode.Forbidden, "tokenUsed"), await RefusedAsync(cloud, Request(token)));
    }

    [Fact]
    public async Task Token_UsedByManyAtOnce_LetsOneIn()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string token = await cloud.TokenAsync();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return await cloud.Device().PostAsJsonAsync(Enroll, Request(token) with { Csr = TestDevice.SigningRequest(key), Device = $"press-{i}" }, EnrolmentJson.Default.EnrolmentRequest);
        }));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        Assert.Single(await cloud.Services.GetRequiredService<DeviceRegistry>().ListAsync(new DeviceFilter(), CancellationToken.None));
    }

    [Fact]
    public async Task Token_Expired_IsRefused()
    {
        var time = new ManualTimeProvider();
        await using TestCloud cloud = await TestCloud.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        string token = await cloud.TokenAsync();
        time.JumpWallClock(TimeSpan.FromMinutes(61));
        // The clock of the TLS client is the real one; the refusal is asked for where it is decided.
        EnrolmentRefusedException refused = await Assert.ThrowsAsync<EnrolmentRefusedException>(() => cloud.Services.GetRequiredService<Enrolment>().EnrolAsync(Request(token), CancellationToken.None));
        Assert.Equal(EnrolmentFault.TokenExpired, refused.Fault);
    }

    [Fact]
    public async Task Token_Withdrawn_IsRefused()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string token = await cloud.TokenAsync();
        EnrolmentTickets tickets = cloud.Services.GetRequiredService<EnrolmentTickets>();
        Assert.True(await tickets.WithdrawAsync((await tickets.ListAsync(1, CancellationToken.None))[0].Id, "test", CancellationToken.None));
        Assert.Equal((HttpStatusCode.Forbidden, "tokenUnknown"), await RefusedAsync(cloud, Request(token)));
    }

    [Fact]
    public async Task Token_OfAnotherCloud_IsRefused()
    {
        await using TestCloud cloud = await TestCloud.StartAsync(), other = await TestCloud.StartAsync();
        Assert.Equal((HttpStatusCode.Forbidden, "tokenUnknown"), await RefusedAsync(cloud, Request(await other.TokenAsync())));
    }

    [Fact]
    public async Task Refusals_EachHasItsName_AndLeavesTheTokenGood()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await cloud.EnrolAsync("press-9");
        string token = await cloud.TokenAsync();
        EnrolmentRequest good = Request(token);
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        (EnrolmentRequest Request, HttpStatusCode Status, string Code)[] bad =
        [
            (good with { Token = "edge1.x.y" }, HttpStatusCode.BadRequest, "tokenMalformed"),
            (good with { Site = "elsewhere" }, HttpStatusCode.Forbidden, "otherSite"),
            (good with { Device = "press-9" }, HttpStatusCode.Conflict, "deviceTaken"),
            (good with { Device = "../etc" }, HttpStatusCode.BadRequest, "badIdentity"),
            (good with { Hardware = "" }, HttpStatusCode.BadRequest, "badIdentity"),
            (good with { Serial = "a b" }, HttpStatusCode.BadRequest, "badIdentity"),
            (good with { Csr = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----" }, HttpStatusCode.BadRequest, "badRequest"),
            (good with { Csr = new CertificateRequest("CN=x", p384, HashAlgorithmName.SHA384).CreateSigningRequestPem() }, HttpStatusCode.BadRequest, "badRequest"),
            (good with { Csr = Forged(_key) }, HttpStatusCode.BadRequest, "badRequest"),
            (good with { Csr = new string('A', 10_000) }, HttpStatusCode.BadRequest, "badRequest"),
        ];
        foreach ((EnrolmentRequest request, HttpStatusCode status, string code) in bad)
            Assert.Equal((status, code), await RefusedAsync(cloud, request));
        await AcceptedAsync(cloud, good);
    }

    [Fact]
    public async Task Token_ForOneDevice_LetsNoOtherIn_AndLetsThatOneComeBack()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        TestDevice before = await cloud.EnrolAsync("press-1");
        string token = await cloud.TokenAsync(device: "press-1");
        Assert.Equal((HttpStatusCode.Forbidden, "otherDevice"), await RefusedAsync(cloud, Request(token) with { Device = "press-2" }));

        EnrolmentAnswer answer = await AcceptedAsync(cloud, Request(token) with { Device = null, Serial = "SN-NEW" });
        Assert.Equal("press-1", answer.Device);
        // The old computer with the old key is somebody else now.
        using HttpResponseMessage old = await RenewAsync(cloud, before.WithKey, before.Key);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using X509Certificate2 certificate = TestDevice.Certificate(answer.Certificate, _key);
        Assert.Equal(HttpStatusCode.OK, (await RenewAsync(cloud, certificate, _key)).StatusCode);
    }

    [Fact]
    public async Task Certificate_Renewed_WorksAndSoDoesTheOldOneUntilItsEnd()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        TestDevice device = await cloud.EnrolAsync("press-1");
        using HttpResponseMessage response = await RenewAsync(cloud, device.WithKey, _key);
        IssuedCertificate next = (await response.Content.ReadFromJsonAsync(EnrolmentJson.Default.IssuedCertificate))!;
        using X509Certificate2 renewed = TestDevice.Certificate(next, _key);
        Assert.Equal(HttpStatusCode.OK, (await RenewAsync(cloud, renewed, _key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await RenewAsync(cloud, device.WithKey, device.Key)).StatusCode);
        Assert.Equal("press-1", renewed.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Equal(2, (await cloud.Services.GetRequiredService<DeviceRegistry>().PublicKeysAsync("press-1", TimeProvider.System.GetUtcNow(), CancellationToken.None)).Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public async Task Certificates_MoreThanADeviceCanHaveUseFor_AreRefused()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        TestDevice device = await cloud.EnrolAsync("press-1");
        HttpClient client = cloud.Device(device.WithKey);
        HttpResponseMessage last;
        int given = 1;
        while ((last = await client.PostAsJsonAsync(Renew, new CertificateRenewal(TestDevice.SigningRequest(device.Key)), EnrolmentJson.Default.CertificateRenewal)).IsSuccessStatusCode)
            Assert.True(++given < 100);
        Assert.Equal((20, HttpStatusCode.TooManyRequests), (given, last.StatusCode));
    }

    [Fact]
    public async Task DeviceRoutes_WithoutAGoodCertificate_AreClosed()
    {
        await using TestCloud cloud = await TestCloud.StartAsync(), other = await TestCloud.StartAsync();
        TestDevice device = await cloud.EnrolAsync("press-1"), theirs = await other.EnrolAsync("press-1");
        Assert.Equal(HttpStatusCode.Unauthorized, (await RenewAsync(cloud, null, _key)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await RenewAsync(cloud, theirs.WithKey, _key)).StatusCode);
        using X509Certificate2 selfMade = new CertificateRequest("CN=press-1", _key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await RenewAsync(cloud, selfMade, _key)).StatusCode);
        X509Certificate2 broker = cloud.Services.GetRequiredService<ServerIdentity>().Client;
        Assert.Equal(HttpStatusCode.Unauthorized, (await RenewAsync(cloud, broker, _key)).StatusCode);

        await cloud.Services.GetRequiredService<Revocation>().RevokeAsync("press-1", "stolen", "test", CancellationToken.None);
        using HttpResponseMessage refused = await RenewAsync(cloud, device.WithKey, device.Key);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("the certificate is revoked", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(cloud.Services.GetRequiredService<CertificateAuthority>().IsClientOfOurs(device.WithKey)); // Only its revocation stood in the way.
    }

    [Fact]
    public async Task Certificate_Expired_IsRefused()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCloud cloud = await TestCloud.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        TestDevice device = await cloud.EnrolAsync("press-1");
        Assert.Equal(HttpStatusCode.OK, (await RenewAsync(cloud, device.WithKey, device.Key)).StatusCode);
        time.JumpWallClock(TimeSpan.FromDays(91));
        Assert.Equal(HttpStatusCode.Unauthorized, (await RenewAsync(cloud, device.WithKey, device.Key)).StatusCode);
    }

    public void Dispose() => _key.Dispose();

    private EnrolmentRequest Request(string token) => new(token, TestDevice.SigningRequest(_key), "pi5", "SN-1") { Device = "press-1" };

    /// <summary>A request whose signature is not its key's.</summary>
    private static string Forged(ECDsa key)
    {
        byte[] der = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        return PemEncoding.WriteString("CERTIFICATE REQUEST", der);
    }

    private static async Task<EnrolmentAnswer> AcceptedAsync(TestCloud cloud, EnrolmentRequest request)
    {
        using HttpResponseMessage response = await cloud.Device().PostAsJsonAsync(Enroll, request, EnrolmentJson.Default.EnrolmentRequest);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentAnswer))!;
    }

    private static async Task<(HttpStatusCode Status, string Code)> RefusedAsync(TestCloud cloud, EnrolmentRequest request)
    {
        using HttpResponseMessage response = await cloud.Device().PostAsJsonAsync(Enroll, request, EnrolmentJson.Default.EnrolmentRequest);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (response.StatusCode, problem.GetProperty("code").GetString()!);
    }

    private static Task<HttpResponseMessage> RenewAsync(TestCloud cloud, X509Certificate2? certificate, ECDsa key) =>
        cloud.Device(certificate).PostAsJsonAsync(Renew, new CertificateRenewal(TestDevice.SigningRequest(key)), EnrolmentJson.Default.CertificateRenewal);
}
