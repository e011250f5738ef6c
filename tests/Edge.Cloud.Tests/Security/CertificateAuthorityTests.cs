using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Edge.Cloud.Tests.Fleet.Broker;
using Edge.Contracts.Enrolment;
using Edge.Testing;

namespace Edge.Cloud.Tests.Security;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-authority-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private CloudSettings Settings => new() { DataPath = _folder };

    [Fact]
    public void Authority_LoadedAgain_IsTheSame_AndNeedsNoRootKey()
    {
        byte[] digest;
        using (CertificateAuthority made = CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System))
        {
            digest = made.RootDigest;
            Assert.Equal(OwnerOnly, Mode(made.Files.RootKey));
            Assert.Equal(OwnerOnly, Mode(made.Files.IssuingKey));
            File.Delete(made.Files.RootKey); // Taken offline.
        }

        using CertificateAuthority loaded = CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System);
        Assert.Equal(digest, loaded.RootDigest);
        using X509Certificate2 device = X509Certificate2.CreateFromPem(Issue(loaded).Chain);
        Assert.True(loaded.IsClientOfOurs(device));
    }

    [Theory]
    [InlineData("issuing.key")]
    [InlineData("issuing.pem")]
    public void Authority_WithAMissingPart_IsNotMadeAnewOverIt(string missing)
    {
        using (CertificateAuthority made = CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System))
            File.Delete(Path.Combine(made.Files.Folder, missing));
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System));
        Assert.Contains("Restore issuing.pem and issuing.key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_AreWhatOpenSslTakesForGood()
    {
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System);
        string device = Path.Combine(_folder, "device.pem");
        await File.WriteAllTextAsync(device, Issue(authority).Chain);
        Assert.Equal(0, await VerifyAsync(authority, "sslclient", device));
        Assert.NotEqual(0, await VerifyAsync(authority, "sslserver", device)); // A device cannot pass for the cloud.

        new ServerIdentity(authority, Settings, TimeProvider.System).Renew();
        Assert.Equal(0, await VerifyAsync(authority, "sslserver", authority.Files.Server, "-verify_ip", "127.0.0.1"));
        Assert.NotEqual(0, await VerifyAsync(authority, "sslserver", authority.Files.Server, "-verify_hostname", "edge.example"));
        Assert.NotEqual(0, await VerifyAsync(authority, "sslclient", authority.Files.Server));
    }

    [Fact]
    public async Task RevocationList_IsWhatOpenSslGoesBy()
    {
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(Settings, TimeProvider.System);
        string bad = Path.Combine(_folder, "bad.pem"), good = Path.Combine(_folder, "good.pem"), list = Path.Combine(_folder, "list.pem");
        await File.WriteAllTextAsync(bad, Issue(authority, out string serial).Chain);
        await File.WriteAllTextAsync(good, Issue(authority).Chain);
        await File.WriteAllTextAsync(list, authority.RevocationList([(serial, TimeProvider.System.GetUtcNow())], TimeSpan.FromDays(1)));
        Assert.NotEqual(0, await VerifyAsync(authority, "sslclient", bad, "-crl_check", "-CRLfile", list));
        Assert.Equal(0, await VerifyAsync(authority, "sslclient", good, "-crl_check", "-CRLfile", list));
    }

    [Fact]
    public void ServerCertificate_IsKept_UntilItsNamesChangeOrItsEndIsNear()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using CertificateAuthority authority = CertificateAuthority.LoadOrCreate(Settings, time);
        Assert.True(new ServerIdentity(authority, Settings, time).Renew());
        Assert.False(new ServerIdentity(authority, Settings, time).Renew());
        var named = new CloudSettings { DataPath = _folder, Authority = new AuthoritySettings { ServerNames = ["edge.example", "10.1.2.3"] } };
        Assert.True(new ServerIdentity(authority, named, time).Renew());
        Assert.False(new ServerIdentity(authority, named, time).Renew());
        time.JumpWallClock(TimeSpan.FromDays(200));
        Assert.False(new ServerIdentity(authority, named, time).Renew());
        time.JumpWallClock(TimeSpan.FromDays(60));
        Assert.True(new ServerIdentity(authority, named, time).Renew());
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(path);

    private IssuedCertificate Issue(CertificateAuthority authority) => Issue(authority, out _);

    private IssuedCertificate Issue(CertificateAuthority authority, out string serial) => authority.IssueDevice("press-1", new PublicKey(_key), out serial);

    private static async Task<int> VerifyAsync(CertificateAuthority authority, string purpose, string file, params string[] more)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "verify", "-x509_strict", "-purpose", purpose, "-CAfile", authority.Files.Root, "-untrusted", authority.Files.Issuing }.Concat(more).Append(file))
            start.ArgumentList.Add(argument);
        return (await TestBroker.RunAsync(start)).Status;
    }
}
