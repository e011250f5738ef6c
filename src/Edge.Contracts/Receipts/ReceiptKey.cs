using System.Security.Cryptography;
using Edge.Contracts.Packs;

namespace Edge.Contracts.Receipts;

/// <summary>The public half of a device's key: ECDSA on P-256. Immutable and thread safe.</summary>
public sealed class ReceiptKey : IEquatable<ReceiptKey>
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly byte[] _publicKey;

    private ReceiptKey(byte[] publicKey)
    {
        _publicKey = publicKey;
        Id = Convert.ToHexStringLower(SHA256.HashData(publicKey));
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Reads a file with <c>-----BEGIN PUBLIC KEY-----</c>.</summary>
    /// <exception cref="PackKeyException">It is no such file, or a key of another kind.</exception>
    public static ReceiptKey FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string pem = PackKey.ReadText(path);
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new PackKeyException($"'{path}' holds a private key; allowed here: the public half (BEGIN PUBLIC KEY)");
        using ECDsa key = PackKey.Import(pem, path, "public key (BEGIN PUBLIC KEY)");
        return Of(key);
    }

    /// <summary>Reads the form that entries hold; null where it is no key on P-256 in its one form.</summary>
    public static ReceiptKey? FromBase64(string publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        try
        {
            byte[] info = Convert.FromBase64String(publicKey);
            using ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out _);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256)
                return null;
            ReceiptKey read = Of(key);
            return read.ToBase64() == publicKey ? read : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The public half of <paramref name="key"/>.</summary>
    public static ReceiptKey Of(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new ReceiptKey(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The form that entries hold: SubjectPublicKeyInfo (DER), base64.</summary>
    public string ToBase64() => Convert.ToBase64String(_publicKey);

    /// <summary>The public half as PEM.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", _publicKey) + "\n";

    /// <summary>For verifying; not thread safe, the caller disposes it.</summary>
    internal ECDsa Open()
    {
        ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        return key;
    }

    /// <inheritdoc />
    public bool Equals(ReceiptKey? other) => other is not null && Id == other.Id;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ReceiptKey);

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
