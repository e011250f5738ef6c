using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Contracts.Enrolment;

/// <summary>
/// What an operator hands to a new device: <c>edge1.{secret}.{authority}</c>, both parts base64url. The secret lets the device in, once;
/// the second part is the SHA-256 of the SubjectPublicKeyInfo of the cloud's root certificate, so that the device can tell the true
/// cloud from another one before it says the secret. Immutable.
/// </summary>
public sealed class EnrolmentToken
{
    /// <summary>Bytes of the secret.</summary>
    public const int SecretBytes = 32;

    private const string Scheme = "edge1";
    private const int MaximumLength = 256;
    private readonly byte[] _secret;
    private readonly byte[] _authority;

    private EnrolmentToken(byte[] secret, byte[] authority) => (_secret, _authority) = (secret, authority);

    /// <summary>SHA-256 of the root certificate's SubjectPublicKeyInfo: 32 bytes.</summary>
    public ReadOnlySpan<byte> Authority => _authority;

    /// <summary>SHA-256 of the secret, in lower-case hexadecimal digits: all that the cloud keeps of it.</summary>
    public string SecretDigest => Convert.ToHexStringLower(SHA256.HashData(_secret));

    /// <summary>A new token for the cloud whose root certificate has the key with this digest.</summary>
    /// <exception cref="ArgumentException"><paramref name="authority"/> is no SHA-256.</exception>
    public static EnrolmentToken Create(ReadOnlySpan<byte> authority) =>
        authority.Length == SHA256.HashSizeInBytes
            ? new EnrolmentToken(RandomNumberGenerator.GetBytes(SecretBytes), authority.ToArray())
            : throw new ArgumentException($"{authority.Length} bytes; a SHA-256 has {SHA256.HashSizeInBytes}.", nameof(authority));

    /// <summary>Reads a token; white space around it (a file's last line end) is passed over.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EnrolmentToken? token)
    {
        token = null;
        string[] parts = (text ?? "").Trim().Split('.');
        if (text is null || text.Length > MaximumLength || parts.Length != 3 || parts[0] != Scheme)
            return false;
        if (TryDecode(parts[1], SecretBytes) is not { } secret || TryDecode(parts[2], SHA256.HashSizeInBytes) is not { } authority)
            return false;
        token = new EnrolmentToken(secret, authority);
        return true;
    }

    /// <summary>The token as text. A secret: for the operator's eyes and the device's file, never for a log.</summary>
    public string Reveal() => $"{Scheme}.{Base64Url.EncodeToString(_secret)}.{Base64Url.EncodeToString(_authority)}";

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => $"enrolment token for the authority {Convert.ToHexStringLower(_authority)[..16]}…";

    private static byte[]? TryDecode(string text, int length)
    {
        var bytes = new byte[length];
        Span<byte> utf8 = stackalloc byte[MaximumLength];
        if (text.Length != Base64Url.GetEncodedLength(length) || !Encoding.ASCII.TryGetBytes(text, utf8, out int count))
            return null;
        return Base64Url.DecodeFromUtf8(utf8[..count], bytes, out _, out int written) == OperationStatus.Done && written == length ? bytes : null;
    }
}
