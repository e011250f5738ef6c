using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Tests.Updates.Tuf;

public class TufKeyTests
{
    private static readonly byte[] Message = "what is signed"u8.ToArray();

    [Fact]
    public void Id_OfAKey_CoversUnknownFieldsAndRawNewlines()
    {
        using TufSigner signer = TufSigner.Create();
        JsonObject json = JsonNode.Parse(signer.Public.Json.GetRawText())!.AsObject();
        string pem = json["keyval"]!["public"]!.GetValue<string>();
        string expected = Hash($$"""{"keytype":"ecdsa","keyval":{"public":"{{pem}}"},"scheme":"ecdsa-sha2-nistp256"}""");
        Assert.Equal(expected, signer.Public.Id);

        json["x-owner"] = "someone";
        TufKey other = TufKey.Of(JsonSerializer.SerializeToElement(json), "test");
        Assert.Equal(Hash($$"""{"keytype":"ecdsa","keyval":{"public":"{{pem}}"},"scheme":"ecdsa-sha2-nistp256","x-owner":"someone"}"""), other.Id);
        Assert.NotEqual(signer.Public.Id, other.Id);
    }

    [Fact]
    public void Parse_IdOfAnotherKey_Refuses()
    {
        using TufSigner one = TufSigner.Create();
        using TufSigner two = TufSigner.Create();
        Assert.Equal(TufFault.Malformed, TufWalk.Fault(() => TufKey.Parse(two.Public.Id, one.Public.Json, "test")));
    }

    [Fact]
    public void Verify_SignatureOfAnotherKeyOrMessage_IsFalse()
    {
        using TufSigner signer = TufSigner.Create();
        using TufSigner other = TufSigner.Create();
        string sig = signer.Sign(Message).Sig;
        Assert.True(signer.Public.Verify(Message, sig));
        Assert.False(other.Public.Verify(Message, sig));
        Assert.False(signer.Public.Verify("another"u8, sig));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("zz")]
    [InlineData("00")]
    [InlineData("3046022100fa1f62d38e0f5c565fa23e5d230086258427d87f024c146071966deefde55468022100b3347b4bd9ba6701ca6cef949d04b5742394b9f8c4417933e5d4fa76c3ca3a98")]
    public void Verify_WhatIsNoSignatureOfIts_IsFalse(string sig)
    {
        using TufSigner signer = TufSigner.Create();
        Assert.False(signer.Public.Verify(Message, sig));
    }

    [Fact]
    public void Verify_RsaPss_OnlyWithItsOwnPaddingAndEnoughBits()
    {
        using RSA rsa = RSA.Create(2048);
        TufKey key = Key("rsa", TufKey.RsaPss, rsa.ExportSubjectPublicKeyInfoPem());
        Assert.True(key.Verify(Message, Convert.ToHexStringLower(rsa.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss))));
        Assert.False(key.Verify(Message, Convert.ToHexStringLower(rsa.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))));
        using RSA small = RSA.Create(1024);
        Assert.False(Key("rsa", TufKey.RsaPss, small.ExportSubjectPublicKeyInfoPem()).IsSupported);
    }

    [Theory]
    [InlineData("ed25519", "ed25519", "72378e5bc588793e58f81c8533da64a2e8f1565c1fcc7f253496394ffc52542c")]
    [InlineData("ecdsa", TufKey.EcdsaP256, "no PEM")]
    [InlineData("rsa", TufKey.EcdsaP256, null)]
    public void IsSupported_KeyOfAKindThatIsNotKnown_IsFalseAndNothingVerifies(string type, string scheme, string? text)
    {
        using TufSigner signer = TufSigner.Create();
        TufKey key = Key(type, scheme, text ?? signer.Public.Json.GetProperty("keyval").GetProperty("public").GetString()!);
        Assert.False(key.IsSupported);
        Assert.False(key.Verify(Message, signer.Sign(Message).Sig));
    }

    [Fact]
    public void IsSupported_OtherCurve_IsFalse()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.False(Key("ecdsa", TufKey.EcdsaP256, key.ExportSubjectPublicKeyInfoPem()).IsSupported);
    }

    [Fact]
    public void IsSupported_CurveThatNoMachineHas_IsFalse()
    {
        // P-256's object identifier with one bit changed: the platform throws another exception than for a broken key.
        using TufSigner signer = TufSigner.Create();
        byte[] der = Convert.FromBase64String(Pem(signer)[PemEncoding.Find(Pem(signer)).Base64Data]);
        byte[] oid = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
        der[der.AsSpan().IndexOf(oid) + 1] ^= 0x01;
        Assert.False(Key("ecdsa", TufKey.EcdsaP256, PemEncoding.WriteString("PUBLIC KEY", der)).IsSupported);
    }

    private static string Pem(TufSigner signer) => signer.Public.Json.GetProperty("keyval").GetProperty("public").GetString()!;

    private static TufKey Key(string type, string scheme, string text) => TufKey.Of(
        JsonSerializer.SerializeToElement(new JsonObject { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = text } }), "test");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
