using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>What targets metadata says of one file (TUF 4.5).</summary>
/// <param name="Length">Its length in bytes, from 0.</param>
/// <param name="Hashes">Hash function to lower-case hexadecimal digits, at least one.</param>
/// <param name="Custom">What the product says of it; null: nothing.</param>
public sealed record TufTargetFile(long Length, IReadOnlyDictionary<string, string> Hashes, JsonElement? Custom = null)
{
    /// <summary>Fields that this code doesn't know, kept when written again.</summary>
    public IReadOnlyDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();

    internal static TufTargetFile Parse(JsonElement json, string where)
    {
        JsonElement? custom = TufJson.Find(json, "custom", where);
        if (custom is { ValueKind: not JsonValueKind.Object })
            throw TufJson.Malformed(where, "'custom' is no object");
        return new TufTargetFile(TufJson.Integer(json, "length", 0, where), TufJson.Hashes(TufJson.Field(json, "hashes", where), where), custom?.Clone())
        {
            Others = TufJson.Others(json, "length", "hashes", "custom"),
        };
    }

    internal JsonObject ToJson()
    {
        JsonObject json = [];
        if (Custom is { } custom)
            json["custom"] = JsonNode.Parse(custom.GetRawText());
        json["hashes"] = TufHashes.ToJson(Hashes);
        json["length"] = Length;
        return TufJson.With(json, Others);
    }
}
