using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Targets metadata (TUF 4.5), top-level or delegated: which files there are, and who else may say so.</summary>
public sealed record TufTargets
{
    /// <summary>Version and expiry.</summary>
    public required TufHead Head { get; init; }

    /// <summary>Files by path.</summary>
    public required IReadOnlyDictionary<string, TufTargetFile> Targets { get; init; }

    /// <summary>Keys of delegated roles, by id.</summary>
    public IReadOnlyDictionary<string, TufKey> DelegationKeys { get; init; } = new Dictionary<string, TufKey>();

    /// <summary>Delegated roles in the order in which they are asked.</summary>
    public IReadOnlyList<TufDelegation> Delegations { get; init; } = [];

    /// <summary>Fields that this code doesn't know, kept when written again.</summary>
    public IReadOnlyDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Reads the signed part; no signature is checked.</summary>
    /// <exception cref="TufRefusedException">It is of another form, type or specification.</exception>
    public static TufTargets Parse(TufSignedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        TufHead head = file.Head(TufRoleName.Targets);
        Dictionary<string, TufTargetFile> targets = new(StringComparer.Ordinal);
        foreach (JsonProperty target in TufJson.Object(file.Signed, "targets", file.Where).EnumerateObject())
        {
            string path = TufJson.Name(target, file.Where);
            targets.Add(path, TufTargetFile.Parse(target.Value, $"{file.Where}, target '{TufJson.Shown(path)}'"));
        }

        TufTargets read = new()
        {
            Head = head,
            Targets = targets,
            Others = TufJson.Others(file.Signed, "_type", "spec_version", "version", "expires", "targets", "delegations"),
        };
        return TufJson.Find(file.Signed, "delegations", file.Where) is { } delegations ? read.With(delegations, $"{file.Where}, delegations") : read;
    }

    /// <summary>The signed part.</summary>
    public JsonObject ToSigned()
    {
        JsonObject json = Head.ToJson(TufRoleName.Targets);
        json["targets"] = new JsonObject(Targets.Select(target => KeyValuePair.Create(target.Key, (JsonNode?)target.Value.ToJson())));
        if (Delegations.Count > 0)
        {
            json["delegations"] = new JsonObject
            {
                ["keys"] = TufRoot.KeysToJson(DelegationKeys.Values),
                ["roles"] = new JsonArray([.. Delegations.Select(delegation => delegation.ToJson())]),
            };
        }

        return TufJson.With(json, Others);
    }

    private TufTargets With(JsonElement delegations, string where)
    {
        Dictionary<string, TufKey> keys = TufRoot.KeysOf(delegations, where);
        // Without roles it is a form that came after 1.0.34 (succinct roles): nobody is asked.
        List<TufDelegation> roles = TufJson.Find(delegations, "roles", where) is null
            ? []
            : [.. TufJson.Array(delegations, "roles", where).EnumerateArray().Select(role => TufDelegation.Parse(role, where))];
        if (roles.Select(role => role.Name).Distinct(StringComparer.Ordinal).Count() != roles.Count)
            throw TufJson.Malformed(where, "one role stands twice");
        return this with { DelegationKeys = keys, Delegations = roles };
    }
}
