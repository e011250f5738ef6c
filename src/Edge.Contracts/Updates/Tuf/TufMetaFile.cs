using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>What timestamp says of snapshot, and snapshot of a targets file (TUF 4.4).</summary>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Length">Its length in bytes; null: not said.</param>
/// <param name="Hashes">Hash function to lower-case hexadecimal digits; null: not said.</param>
public sealed record TufMetaFile(long Version, long? Length = null, IReadOnlyDictionary<string, string>? Hashes = null)
{
    /// <summary>Describes a file with its length and SHA-256.</summary>
    public static TufMetaFile Of(long version, ReadOnlySpan<byte> file) => new(version, file.Length, TufHashes.Sha256Of(file));

    internal static TufMetaFile Parse(JsonElement json, string where) => new(
        TufJson.Integer(json, "version", 1, where),
        TufJson.Find(json, "length", where) is null ? null : TufJson.Integer(json, "length", 1, where),
        TufJson.Find(json, "hashes", where) is { } hashes ? TufJson.Hashes(hashes, where) : null);

    internal JsonObject ToJson()
    {
        JsonObject json = [];
        if (Hashes is not null)
            json["hashes"] = TufHashes.ToJson(Hashes);
        if (Length is not null)
            json["length"] = Length;
        json["version"] = Version;
        return json;
    }
}
