using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Whose signatures a role's metadata needs, and how many.</summary>
/// <param name="KeyIds">Ids of keys, none twice; one that has no key contributes nothing.</param>
/// <param name="Threshold">How many of them must have signed, from 1; more than there are keys means that nothing is ever accepted.</param>
public sealed record TufRole(IReadOnlyList<string> KeyIds, long Threshold)
{
    /// <summary>Fields that this code doesn't know, kept when written again.</summary>
    public IReadOnlyDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();

    internal static TufRole Parse(JsonElement json, string where)
    {
        IReadOnlyList<string> ids = TufJson.Texts(json, "keyids", where);
        if (ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            throw TufJson.Malformed(where, "'keyids' has one key twice");
        return new TufRole(ids, TufJson.Integer(json, "threshold", 1, where)) { Others = TufJson.Others(json, "keyids", "threshold") };
    }

    internal JsonObject ToJson() => TufJson.With(
        new JsonObject { ["keyids"] = new JsonArray([.. KeyIds.Select(id => JsonValue.Create(id))]), ["threshold"] = Threshold },
        Others);
}
