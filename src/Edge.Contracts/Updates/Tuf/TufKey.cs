using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>
/// A public key of a role (TUF 4.2.2). Immutable and thread safe. Its id is the SHA-256 of its whole object in canonical form, fields that we don't know included.
/// A key of a kind that isn't known here is kept, and no signature of it counts.
/// </summary>
public sealed class TufKey
{
    /// <summary>ECDSA on P-256 with SHA-256, signatures in DER.</summary>
    public const string EcdsaP256 = "ecdsa-sha2-nistp256";

    /// <summary>RSA-PSS with SHA-256 and a salt of 32 bytes.</summary>
    public const string RsaPss = "rsassa-pss-sha256";

    private const string P256 = "1.2.840.10045.3.1.7";
    private const int SmallestRsaBits = 2048;
    private readonly string? _pem;

    private TufKey(string id, string keyType, string scheme, string? pem, JsonElement json)
    {
        Id = id;
        KeyType = keyType;
        Scheme = scheme;
        _pem = pem;
        Json = json;
        Material = MaterialOf(keyType, scheme, pem) ?? $"?{id}";
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary><c>ecdsa</c> (some write <c>ecdsa-sha2-nistp256</c>), <c>rsa</c>, or one that isn't known here.</summary>
    public string KeyType { get; }

    /// <summary><see cref="EcdsaP256"/>, <see cref="RsaPss"/>, or one that isn't known here.</summary>
    public string Scheme { get; }

    /// <summary>The key's object as it was read, unknown fields included.</summary>
    public JsonElement Json { get; }

    /// <summary>The same for two keys that one private key signs for, whatever their ids: such a pair counts once towards a threshold.</summary>
    internal string Material { get; }

    /// <summary>Whether signatures of this key can be checked here.</summary>
    public bool IsSupported => !Material.StartsWith('?');

    /// <summary>Reads a key and checks that its id is its own ("clients MUST calculate each KEYID", TUF 4.3).</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.Malformed"/>: of another form, or its id is another's.</exception>
    public static TufKey Parse(string id, JsonElement json, string where)
    {
        ArgumentNullException.ThrowIfNull(id);
        TufKey key = Of(json, where);
        if (key.Id != id)
            throw new TufRefusedException(TufFault.Malformed, $"{where}: the key listed as {TufJson.Shown(id)} has the id {key.Id}; an id is the SHA-256 of the key's canonical form");
        return key;
    }

    /// <summary>A key on P-256.</summary>
    public static TufKey Of(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        JsonObject json = new()
        {
            ["keytype"] = "ecdsa",
            ["keyval"] = new JsonObject { ["public"] = key.ExportSubjectPublicKeyInfoPem() + "\n" },
            ["scheme"] = EcdsaP256,
        };
        return Of(TufJson.Element(json), "a new key");
    }

    /// <summary>Reads a key; its id is computed.</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.Malformed"/>: of another form.</exception>
    public static TufKey Of(JsonElement json, string where)
    {
        string keyType = TufJson.Text(json, "keytype", where);
        string scheme = TufJson.Text(json, "scheme", where);
        JsonElement value = TufJson.Object(json, "keyval", where);
        // Keys of kinds that aren't known here need not have it as text.
        string? pem = value.TryGetProperty("public", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        string id = Convert.ToHexStringLower(SHA256.HashData(TufJson.Canonical(json, where)));
        return new TufKey(id, keyType, scheme, pem, json.Clone());
    }

    /// <summary>Whether <paramref name="sig"/> is this key's over <paramref name="signed"/>. False for what is no signature at all.</summary>
    public bool Verify(ReadOnlySpan<byte> signed, string sig)
    {
        ArgumentNullException.ThrowIfNull(sig);
        if (!IsSupported || sig.Length is 0 or > 4096 || sig.Length % 2 != 0 || !sig.All(char.IsAsciiHexDigit))
            return false;
        byte[] signature = Convert.FromHexString(sig);
        try
        {
            if (Scheme == EcdsaP256)
            {
                using ECDsa ecdsa = ImportEcdsa(_pem!);
                return ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            }

            using RSA rsa = ImportRsa(_pem!);
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        catch (CryptographicException)
        {
            // No DER at all, or numbers out of range.
            return false;
        }
    }

    private static string? MaterialOf(string keyType, string scheme, string? pem)
    {
        if (pem is null || pem.Contains("PRIVATE", StringComparison.Ordinal))
            return null;
        try
        {
            switch (keyType, scheme)
            {
                case ("ecdsa" or EcdsaP256, EcdsaP256):
                    using (ECDsa ecdsa = ImportEcdsa(pem))
                        return ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256 ? Fingerprint(ecdsa) : null;
                case ("rsa", RsaPss):
                    using (RSA rsa = ImportRsa(pem))
                        return rsa.KeySize >= SmallestRsaBits ? Fingerprint(rsa) : null;
                default:
                    return null;
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            // No key of the kind that it says, or on a curve that this machine doesn't have: it can't sign, and what others signed still counts.
            return null;
        }
    }

    private static string Fingerprint(AsymmetricAlgorithm key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static ECDsa ImportEcdsa(string pem) => Import(ECDsa.Create(), pem);

    private static RSA ImportRsa(string pem) => Import(RSA.Create(), pem);

    private static T Import<T>(T key, string pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
