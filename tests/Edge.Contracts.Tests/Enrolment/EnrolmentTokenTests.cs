using System.Security.Cryptography;
using Edge.Contracts.Enrolment;

namespace Edge.Contracts.Tests.Enrolment;

public sealed class EnrolmentTokenTests
{
    private static readonly byte[] Authority = SHA256.HashData("root"u8);

    [Fact]
    public void Token_WrittenAndRead_IsTheSame()
    {
        EnrolmentToken made = EnrolmentToken.Create(Authority);
        Assert.True(EnrolmentToken.TryParse(made.Reveal() + "\n", out EnrolmentToken? read));
        Assert.Equal(made.SecretDigest, read.SecretDigest);
        Assert.Equal(Authority, read.Authority.ToArray());
        Assert.NotEqual(made.SecretDigest, EnrolmentToken.Create(Authority).SecretDigest);
    }

    [Fact]
    public void Token_AsText_DoesNotSayItsSecret()
    {
        EnrolmentToken token = EnrolmentToken.Create(Authority);
        Assert.DoesNotContain(token.Reveal().Split('.')[1], token.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("edge1")]
    [InlineData("edge1..")]
    [InlineData("edge2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAä.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("edge1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.A")]
    public void Token_OfAnotherShape_IsRefused(string? text) => Assert.False(EnrolmentToken.TryParse(text, out _));
}
