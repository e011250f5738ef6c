using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Edge.Contracts.Enrolment;

/// <summary>
/// What an operator hands to one device, once: a secret that lets it enrol, and the pin of the cloud's root authority, so that the device can tell its
/// cloud from an impostor before it has any certificate. Written <c>edge1.SECRET.PIN</c>, both in base64url without padding.
/// </summary>
public sealed class EnrolmentToken
{
    private const string Prefix = "edge1";
    private const int SecretBytes = 32;
    private readonly byte[] _secret;
    private readonly byte[] _pin;

    private EnrolmentToken(byte[] secret, byte[] pin)
    {
        _secret = secret;
        _pin = pin;
    }

    /// <summary>SHA-256 of the secret, in lower-case hexadecimal digits: what the cloud keeps of it.</summary>
    public string SecretHash => Convert.ToHexStringLower(SHA256.HashData(_secret));

    /// <summary>A new token with 32 random bytes.</summary>
    /// <param name="root">The cloud's root authority.</param>
    public static EnrolmentToken Create(X509Certificate2 root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new EnrolmentToken(RandomNumberGenerator.GetBytes(SecretBytes), Pin(root));
    }

    /// <summary>Reads a token; white space around it does not matter.</summary>
    /// <param name="text">The text; nothing of it goes into errors.</param>
    /// <param name="token">The token.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EnrolmentToken? token)
    {
        token = null;
        string[] parts = (text ?? "").Trim().Split('.');
        if (parts.Length != 3 || parts[0] != Prefix || Decode(parts[1]) is not { Length: SecretBytes } secret || Decode(parts[2]) is not { Length: SHA256.HashSizeInBytes } pin)
            return false;
        token = new EnrolmentToken(secret, pin);
        return true;
    }

    /// <summary>Whether <paramref name="certificate"/> has the pinned key.</summary>
    public bool IsPinned(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return CryptographicOperations.FixedTimeEquals(Pin(certificate), _pin);
    }

    /// <summary>The token as written: a secret.</summary>
    public string Reveal() => $"{Prefix}.{Base64Url.EncodeToString(_secret)}.{Base64Url.EncodeToString(_pin)}";

    /// <summary>No secret.</summary>
    public override string ToString() => Prefix + ".(secret)";

    private static byte[] Pin(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    private static byte[]? Decode(string text)
    {
        // One form only: what is cut, padded or has stray bits is a copy gone wrong.
        byte[] utf8 = Encoding.ASCII.GetBytes(text);
        if (!Base64Url.IsValid(utf8))
            return null;
        byte[] bytes = Base64Url.DecodeFromUtf8(utf8);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
