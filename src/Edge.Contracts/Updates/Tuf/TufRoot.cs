using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Root metadata (TUF 4.3): the keys of the top-level roles.</summary>
public sealed record TufRoot
{
    /// <summary>Version and expiry.</summary>
    public required TufHead Head { get; init; }

    /// <summary>Whether files carry their version or hash in their names (6.2).</summary>
    public bool ConsistentSnapshot { get; init; } = true;

    /// <summary>All keys, by id.</summary>
    public required IReadOnlyDictionary<string, TufKey> Keys { get; init; }

    /// <summary>The roles by name; the four top-level ones are there.</summary>
    public required IReadOnlyDictionary<string, TufRole> Roles { get; init; }

    /// <summary>Fields that this code doesn't know, kept when written again.</summary>
    public IReadOnlyDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Reads the signed part; no signature is checked.</summary>
    /// <exception cref="TufRefusedException">It is of another form, type or specification.</exception>
    public static TufRoot Parse(TufSignedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        TufHead head = file.Head(TufRoleName.Root);
        Dictionary<string, TufRole> roles = new(StringComparer.Ordinal);
        foreach (JsonProperty role in TufJson.Object(file.Signed, "roles", file.Where).EnumerateObject())
            roles.Add(TufJson.Name(role, file.Where), TufRole.Parse(role.Value, $"{file.Where}, role '{TufJson.Shown(TufJson.Name(role, file.Where))}'"));
        foreach (string name in TufRoleName.TopLevel.Where(name => !roles.ContainsKey(name)))
            throw TufJson.Malformed(file.Where, $"'roles' lacks '{name}'");
        return new TufRoot
        {
            Head = head,
            ConsistentSnapshot = TufJson.Flag(file.Signed, "consistent_snapshot", otherwise: false, file.Where),
            Keys = KeysOf(file.Signed, file.Where),
            Roles = roles,
            Others = TufJson.Others(file.Signed, "_type", "spec_version", "version", "expires", "consistent_snapshot", "keys", "roles"),
        };
    }

    /// <summary>The signed part.</summary>
    public JsonObject ToSigned()
    {
        JsonObject json = Head.ToJson(TufRoleName.Root);
        json["consistent_snapshot"] = ConsistentSnapshot;
        json["keys"] = KeysToJson(Keys.Values);
        json["roles"] = new JsonObject(Roles.Select(role => KeyValuePair.Create(role.Key, (JsonNode?)role.Value.ToJson())));
        return TufJson.With(json, Others);
    }

    internal static Dictionary<string, TufKey> KeysOf(JsonElement parent, string where)
    {
        Dictionary<string, TufKey> keys = new(StringComparer.Ordinal);
        foreach (JsonProperty key in TufJson.Object(parent, "keys", where).EnumerateObject())
            keys.Add(TufJson.Name(key, where), TufKey.Parse(TufJson.Name(key, where), key.Value, $"{where}, keys"));
        return keys;
    }

    internal static JsonObject KeysToJson(IEnumerable<TufKey> keys) =>
        new(keys.Select(key => KeyValuePair.Create(key.Id, JsonNode.Parse(key.Json.GetRawText()))));
}
