using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>The public half of a signing key: ECDSA on P-256. Immutable and thread safe.</summary>
public sealed class PackKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int MaximumFileBytes = 16 * 1024;
    private readonly byte[] _publicKey;

    private PackKey(byte[] publicKey)
    {
        _publicKey = publicKey;
        Id = Convert.ToHexStringLower(SHA256.HashData(publicKey));
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Reads a file with <c>-----BEGIN PUBLIC KEY-----</c>.</summary>
    /// <exception cref="PackKeyException">It is no such file, or a key of another kind.</exception>
    public static PackKey FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromPem(ReadText(path), path);
    }

    /// <summary>Reads PEM text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="origin">Where it is from, for errors.</param>
    /// <exception cref="PackKeyException">It is no public key on P-256.</exception>
    public static PackKey FromPem(string pem, string origin)
    {
        ArgumentNullException.ThrowIfNull(pem);
        // A private key would do as well, but it has no business on a device.
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new PackKeyException($"'{origin}' holds a private key; allowed here: the public half (BEGIN PUBLIC KEY)");
        using ECDsa key = Import(pem, origin, "public key (BEGIN PUBLIC KEY)");
        return new PackKey(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The public half of <paramref name="key"/>.</summary>
    internal static PackKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    /// <summary>Whether <paramref name="signature"/> is this key's over <paramref name="manifest"/>.</summary>
    public bool Verify(ReadOnlySpan<byte> manifest, PackSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.KeyId != Id || signature.Scheme != PackSignature.EcdsaP256)
            return false;
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        byte[] der = Convert.FromBase64String(signature.Sig);
        try
        {
            return key.VerifyData(manifest, der, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // No DER at all.
            return false;
        }
    }

    /// <summary>The public half as PEM.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", _publicKey) + "\n";

    /// <summary>Reads a key on P-256; nothing of the text goes into errors.</summary>
    internal static ECDsa Import(string pem, string origin, string kind)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256)
                throw new PackKeyException($"'{origin}' is a key on another curve; allowed: P-256");
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new PackKeyException($"'{origin}' is no {kind} on P-256, in PEM");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>A small text file, whole.</summary>
    internal static string ReadText(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaximumFileBytes)
                throw new PackKeyException($"'{path}' has {file.Length} bytes; allowed for a key: {MaximumFileBytes}");
            using StreamReader reader = new(file);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new PackKeyException($"key '{path}' can't be read: {e.Message}", e);
        }
    }
}
