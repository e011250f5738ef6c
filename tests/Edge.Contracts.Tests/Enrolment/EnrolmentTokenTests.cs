using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Enrolment;

namespace Edge.Contracts.Tests.Enrolment;

public sealed class EnrolmentTokenTests : IDisposable
{
    private readonly X509Certificate2 _root = Authority();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Token_WrittenAndRead_IsTheSame()
    {
        EnrolmentToken token = EnrolmentToken.Create(_root);

        Assert.True(EnrolmentToken.TryParse($" {token.Reveal()}\n", out EnrolmentToken? read));
        Assert.Equal(token.SecretHash, read.SecretHash);
        Assert.True(read.IsPinned(_root));
        Assert.StartsWith("edge1.", token.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pin_OfAnotherAuthority_IsNotThisOnes()
    {
        using X509Certificate2 other = Authority();
        Assert.False(EnrolmentToken.Create(_root).IsPinned(other));
    }

    [Fact]
    public void Token_Printed_KeepsItsSecret() =>
        Assert.DoesNotContain(EnrolmentToken.Create(_root).Reveal().Split('.')[1], EnrolmentToken.Create(_root).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("edge1..")]
    [InlineData("edge2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Text_ThatIsNoToken_IsRefused(string? text) => Assert.False(EnrolmentToken.TryParse(text, out _));

    private static X509Certificate2 Authority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256).CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2046, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
