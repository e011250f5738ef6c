using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Edge.Contracts.Packs;

namespace Edge.Contracts.Tests.Packs;

[UnsupportedOSPlatform("windows")]
public sealed class PackTrustTests : IDisposable
{
    private static readonly Version Agent = new(0, 1, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-trust-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_PackSignedByATrustedKey_GivesTheKey()
    {
        PackKey key = NewKey("vendor");
        Assert.Equal([key.Id], new PackTrust([NewKey("other"), key]).Check(Signed("vendor")).Select(signer => signer.Id));
    }

    [Fact]
    public void Check_UnsignedPack_Refused() => AssertRefused(PackFault.Unsigned, new PackTrust([NewKey("vendor")]), Open(PackBuilder.Sound()));

    [Fact]
    public void Check_PackSignedBySomebodyElse_Refused()
    {
        NewKey("stranger");
        AssertRefused(PackFault.UntrustedKey, new PackTrust([NewKey("vendor")]), Signed("stranger"));
    }

    [Fact]
    public void Check_SignatureOfAnotherManifest_Refused()
    {
        PackKey key = NewKey("vendor");
        Dictionary<string, byte[]> files = new(Sign(PackBuilder.Sound(), "vendor"));
        // One space more: the same content, but not what was signed.
        files[PackManifest.FileName] = [.. files[PackManifest.FileName], (byte)' '];
        AssertRefused(PackFault.WrongSignature, new PackTrust([key]), Open(files));
    }

    [Fact]
    public void Check_StrangersSignatureUnderATrustedName_Refused()
    {
        PackKey key = NewKey("vendor");
        NewKey("stranger");
        Dictionary<string, byte[]> files = new(Sign(PackBuilder.Sound(), "stranger"));
        PackSignature forged = PackSignatures.Parse(files[PackSignatures.FileName], "t").Signatures[0] with { KeyId = key.Id };
        files[PackSignatures.FileName] = PackSignatures.None.With(forged).ToUtf8();
        AssertRefused(PackFault.WrongSignature, new PackTrust([key]), Open(files));
    }

    [Fact]
    public void Check_TwoSigners_OneOfThemTrusted_Taken()
    {
        PackKey key = NewKey("vendor");
        NewKey("auditor");
        Pack pack = Open(Sign(Sign(PackBuilder.Sound(), "auditor"), "vendor"));
        Assert.Equal(2, pack.Signatures.Signatures.Count);
        Assert.Equal([key.Id], new PackTrust([key]).Check(pack).Select(signer => signer.Id));
    }

    [Fact]
    public void Sign_SameKeyAgain_ReplacesItsSignature()
    {
        NewKey("vendor");
        Assert.Single(Open(Sign(Sign(PackBuilder.Sound(), "vendor"), "vendor")).Signatures.Signatures);
    }

    [Fact]
    public void Sign_IsPlainEcdsaOverTheStoredManifest_WithDer()
    {
        NewKey("vendor");
        Pack pack = Signed("vendor");
        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyPath("vendor") + ".pub"));
        Assert.True(key.VerifyData(
            pack.ManifestBytes.Span, Convert.FromBase64String(pack.Signatures.Signatures[0].Sig), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void Create_PrivateKey_IsForItsOwnerOnlyAndNeverOverwritten()
    {
        NewKey("vendor");
        byte[] before = File.ReadAllBytes(KeyPath("vendor"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath("vendor")));

        PackKeyException e = Assert.Throws<PackKeyException>(() => PackSigner.Create(KeyPath("vendor")));
        Assert.Contains("vendor", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(KeyPath("vendor")));
    }

    [Fact]
    public void Create_WhereALinkLies_FollowsItNot()
    {
        string target = Path.Combine(_folder, "target");
        File.CreateSymbolicLink(KeyPath("vendor"), target);
        Assert.Throws<PackKeyException>(() => PackSigner.Create(KeyPath("vendor")));
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void FromFile_PrivateKeyThatOthersMayRead_Refused()
    {
        NewKey("vendor");
        File.SetUnixFileMode(KeyPath("vendor"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        PackKeyException e = Assert.Throws<PackKeyException>(() => PackSigner.FromFile(KeyPath("vendor")));
        Assert.Contains("chmod 600", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void FromPem_NoKey_RefusedWithoutShowingIt(string pem)
    {
        PackKeyException e = Assert.Throws<PackKeyException>(() => PackKey.FromPem(pem, "device.pub"));
        Assert.Contains("device.pub", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FromPem_PrivateKeyOnADevice_RefusedWithoutShowingIt()
    {
        NewKey("vendor");
        string pem = File.ReadAllText(KeyPath("vendor"));
        PackKeyException e = Assert.Throws<PackKeyException>(() => PackKey.FromPem(pem, "vendor"));
        Assert.Contains("private key", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(pem.Split('\n')[1], e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void FromPem_KeyOnAnotherCurve_Refused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA rsa = RSA.Create(2048);
        Assert.Contains("P-256", Assert.Throws<PackKeyException>(() => PackKey.FromPem(other.ExportSubjectPublicKeyInfoPem(), "k")).Message, StringComparison.Ordinal);
        Assert.Contains("P-256", Assert.Throws<PackKeyException>(() => PackKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem(), "k")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_AnyBitOfTheSignatureFlipped_IsFalse()
    {
        PackKey key = NewKey("vendor");
        using PackSigner signer = PackSigner.FromFile(KeyPath("vendor"));
        byte[] manifest = Encoding.UTF8.GetBytes("{}");
        PackSignature signature = signer.Sign(manifest);
        Assert.True(key.Verify(manifest, signature));
        byte[] der = Convert.FromBase64String(signature.Sig);
        for (int i = 0; i < der.Length; i++)
        {
            byte[] flipped = [.. der];
            flipped[i] ^= 1;
            Assert.False(key.Verify(manifest, signature with { Sig = Convert.ToBase64String(flipped) }));
        }
    }

    private static void AssertRefused(PackFault fault, PackTrust trust, Pack pack) =>
        Assert.Equal(fault, Assert.Throws<PackRefusedException>(() => trust.Check(pack)).Fault);

    private static Pack Open(IReadOnlyDictionary<string, byte[]> files) => PackReader.FromFiles("test.pack", files, Agent);

    private string KeyPath(string name) => Path.Combine(_folder, name + ".key");

    private PackKey NewKey(string name) => File.Exists(KeyPath(name)) ? PackKey.FromFile(KeyPath(name) + ".pub") : PackSigner.Create(KeyPath(name));

    private Pack Signed(string name)
    {
        NewKey(name);
        return Open(Sign(PackBuilder.Sound(), name));
    }

    private Dictionary<string, byte[]> Sign(IReadOnlyDictionary<string, byte[]> files, string name)
    {
        NewKey(name);
        using PackSigner signer = PackSigner.FromFile(KeyPath(name));
        PackSignatures before = files.TryGetValue(PackSignatures.FileName, out byte[]? signed) ? PackSignatures.Parse(signed, name) : PackSignatures.None;
        return new Dictionary<string, byte[]>(files) { [PackSignatures.FileName] = before.With(signer.Sign(files[PackManifest.FileName])).ToUtf8() };
    }
}
