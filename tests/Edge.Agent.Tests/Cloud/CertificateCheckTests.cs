using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Agent.Cloud;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Cloud;

public sealed class CertificateCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly TestAuthority _authority = new();
    private readonly EnrolledDevice _device;

    public CertificateCheckTests() => _device = new EnrolledDevice(_authority);

    public void Dispose()
    {
        _device.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Certificate_OfTheDevice_IsTaken() =>
        Assert.True(CertificateCheck.Require(_device.Enrolment.Certificate, _authority.RootPem, "cam-1", _device.SubjectPublicKeyInfo, Now) > Now);

    [Fact]
    public void Certificate_ForAnotherKey_IsRefused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused("another key", _authority.Sign(new PublicKey(other), "cam-1", Now.AddHours(-1), Now.AddHours(1)), _authority.RootPem);
    }

    [Fact]
    public void Certificate_OfAnotherDevice_IsRefused() =>
        Refused("another device", _authority.Sign(_device.PublicKey, "cam-2", Now.AddHours(-1), Now.AddHours(1)), _authority.RootPem);

    [Fact]
    public void Certificate_OfAnotherAuthority_IsRefused()
    {
        using var other = new TestAuthority();
        Refused("not of its authority", _device.Enrolment.Certificate, other.RootPem);
    }

    [Theory]
    [InlineData(-3, -1)]
    [InlineData(1, 3)]
    public void Certificate_NotOfNow_IsRefused(int from, int until) =>
        Refused("clock", _authority.Sign(_device.PublicKey, "cam-1", Now.AddHours(from), Now.AddHours(until)), _authority.RootPem);

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Text_ThatIsNoCertificate_IsRefused(string text)
    {
        Refused("no certificate", text, _authority.RootPem);
        Refused("no certificate", _device.Enrolment.Certificate, text);
    }

    private void Refused(string why, string certificate, string ca) =>
        Assert.Contains(why, Assert.Throws<EnrolmentException>(() => CertificateCheck.Require(certificate, ca, "cam-1", _device.SubjectPublicKeyInfo, Now)).Message, StringComparison.Ordinal);
}
