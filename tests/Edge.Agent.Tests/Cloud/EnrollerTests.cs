using Edge.Agent.Cloud;
using Edge.Agent.Identity;
using Edge.Contracts.Enrolment;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Cloud;

public sealed class EnrollerTests : IAsyncLifetime
{
    private static readonly HardwareIdentity Hardware = new("kit-2", "0007");
    private readonly TestAuthority _authority = new();
    private readonly EnrolmentFolder _folder = new(Directory.CreateTempSubdirectory("edge-enrol-").FullName);
    private TestEnrolmentCloud _cloud = null!;

    public async Task InitializeAsync()
    {
        _cloud = await TestEnrolmentCloud.StartAsync(_authority);
        _cloud.Answer = request => new EnrolmentAnswer("cam-9", "north", _cloud.Issue(request.Csr, "cam-9"), new BrokerAddress("", 8883), [1, 2, 3]);
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder.DataPath, recursive: true);
    }

    [Fact]
    public async Task Device_WithAToken_EnrolsUnderAKeyThatStays()
    {
        EnrolmentToken token = _cloud.Token;
        DeviceEnrolment enrolment = await EnrolAsync(_cloud.Address, token, ("cam-9", "north"));

        Assert.Equal(("cam-9", "north", "kit-2", "0007"), (enrolment.Device, enrolment.Site, enrolment.Hardware, enrolment.Serial));
        Assert.Equal(("127.0.0.1", 8883), (enrolment.BrokerHost, enrolment.BrokerPort));
        Assert.Equal([1, 2, 3], enrolment.TrustedRoot);
        EnrolmentRequest request = Assert.Single(_cloud.Requests);
        Assert.Equal((token.Reveal(), "kit-2", "0007", "cam-9", "north"), (request.Token, request.Hardware, request.Serial, request.Device, request.Site));
        Assert.DoesNotContain("PRIVATE", request.Csr, StringComparison.Ordinal);
        DeviceEnrolment kept = _folder.Load()!;
        Assert.Equal(enrolment with { TrustedRoot = null }, kept with { TrustedRoot = null });
        using DeviceKey key = DeviceKey.Load(_folder.DataPath);
        CertificateCheck.Require(kept.Certificate, kept.Ca, "cam-9", Convert.FromBase64String(key.Public.ToBase64()), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Impostor_WithItsOwnAuthority_GetsNoToken()
    {
        using var other = new TestAuthority();
        await using TestEnrolmentCloud impostor = await TestEnrolmentCloud.StartAsync(other);

        await RefusedAsync("somebody sits between", impostor.Address);
        Assert.Empty(impostor.Requests);
    }

    [Fact]
    public async Task Impostor_ThatShowsTheTrueAuthority_GetsNoToken()
    {
        // The authority's certificate is public: whoever shows it has still to prove a key that it signed.
        using var other = new TestAuthority();
        await using TestEnrolmentCloud impostor = await TestEnrolmentCloud.StartAsync(other, shown: _authority);

        await RefusedAsync("can't be used for enrolment", impostor.Address);
        Assert.Empty(impostor.Requests);
    }

    [Fact]
    public async Task Token_UsedBefore_IsRefusedWithTheCloudsReason()
    {
        _cloud.Answer = null;
        await RefusedAsync("403 Forbidden: Not enrolled: the token was used before");
    }

    [Fact]
    public async Task Certificate_ForAnotherDevice_IsNotKept()
    {
        _cloud.Answer = request => new EnrolmentAnswer("cam-9", "north", _cloud.Issue(request.Csr, "cam-8"), new BrokerAddress("", 8883), null);
        await RefusedAsync("another device");
    }

    [Theory]
    [InlineData("cam/9", "north", "127.0.0.1", 8883)]
    [InlineData("cam-9", "#", "127.0.0.1", 8883)]
    [InlineData("cam-9", "north", "a b", 8883)]
    [InlineData("cam-9", "north", "127.0.0.1", 0)]
    public async Task Answer_ThatCannotBeUsed_IsNotKept(string device, string site, string host, int port)
    {
        _cloud.Answer = request => new EnrolmentAnswer(device, site, _cloud.Issue(request.Csr, "cam-9"), new BrokerAddress(host, port), null);
        await RefusedAsync("answered");
    }

    [Fact]
    public async Task Cloud_ThatIsNotThere_IsSaid() => await RefusedAsync("can't be reached", new Uri($"https://127.0.0.1:{MosquittoBroker.FreePort()}/"));

    private Task<DeviceEnrolment> EnrolAsync(Uri cloud, EnrolmentToken token, (string?, string?) wish) =>
        new Enroller(_folder, TimeProvider.System).EnrolAsync(cloud, token, Hardware, wish, CancellationToken.None);

    private async Task RefusedAsync(string why, Uri? cloud = null)
    {
        EnrolmentToken token = _cloud.Token;
        EnrolmentException error = await Assert.ThrowsAsync<EnrolmentException>(() => EnrolAsync(cloud ?? _cloud.Address, token, (null, null)));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Reveal().Split('.')[1], error.ToString(), StringComparison.Ordinal);
        Assert.Null(_folder.Load());
    }
}
