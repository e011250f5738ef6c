using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Cloud.Security;

/// <summary>Random secrets that the cloud hands out and keeps only digests of. They have 256 bits, so one SHA-256 is enough.</summary>
internal static class Secret
{
    /// <summary>A new secret: <paramref name="prefix"/> and 43 characters of base64url.</summary>
    public static string Create(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of it: SHA-256 in lower-case hexadecimal digits.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
