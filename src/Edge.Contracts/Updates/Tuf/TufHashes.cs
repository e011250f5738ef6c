using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Hashes in metadata: every one whose function is known here must match, and at least one must be known.</summary>
public static class TufHashes
{
    /// <summary><c>sha256</c>.</summary>
    public const string Sha256 = "sha256";

    /// <summary><c>sha512</c>.</summary>
    public const string Sha512 = "sha512";

    /// <summary>The SHA-256 of some bytes, as metadata gives it.</summary>
    public static IReadOnlyDictionary<string, string> Sha256Of(ReadOnlySpan<byte> content) =>
        new Dictionary<string, string> { [Sha256] = Convert.ToHexStringLower(SHA256.HashData(content)) };

    /// <summary>Whether a function is known here.</summary>
    public static bool IsKnown(string name) => name is Sha256 or Sha512;

    /// <summary>Whether <paramref name="content"/> is what <paramref name="hashes"/> say.</summary>
    public static bool Match(IReadOnlyDictionary<string, string> hashes, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        int known = 0;
        foreach ((string name, string digits) in hashes)
        {
            if (!IsKnown(name))
                continue;
            known++;
            byte[] hash = name == Sha256 ? SHA256.HashData(content) : SHA512.HashData(content);
            if (digits != Convert.ToHexStringLower(hash))
                return false;
        }

        return known > 0;
    }

    internal static JsonObject ToJson(IReadOnlyDictionary<string, string> hashes) =>
        new(hashes.Select(hash => KeyValuePair.Create(hash.Key, (JsonNode?)JsonValue.Create(hash.Value))));
}
