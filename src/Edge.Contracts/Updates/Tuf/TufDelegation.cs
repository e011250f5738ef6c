using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>A role that targets metadata lets speak for some paths (TUF 4.5).</summary>
/// <param name="Name">Its name, not one of a top-level role.</param>
/// <param name="Role">Its keys and threshold.</param>
/// <param name="Terminating">Whether later delegations are not asked about a path of this one.</param>
/// <param name="Paths">Patterns of the paths that it may speak for; null: <paramref name="PathHashPrefixes"/> say.</param>
/// <param name="PathHashPrefixes">Beginnings of the SHA-256 of the paths that it may speak for, in hexadecimal digits.</param>
public sealed record TufDelegation(string Name, TufRole Role, bool Terminating, IReadOnlyList<string>? Paths, IReadOnlyList<string>? PathHashPrefixes = null)
{
    /// <summary>Whether it may speak for a target.</summary>
    public bool Covers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Paths is not null)
            return Paths.Any(pattern => TufPathPattern.Matches(pattern, path));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
        return PathHashPrefixes!.Any(prefix => hash.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }

    internal static TufDelegation Parse(JsonElement json, string where)
    {
        string name = TufJson.Text(json, "name", where);
        // It would be stored, and listed in snapshot, in that role's place.
        if (name.Length == 0 || TufRoleName.TopLevel.Contains(name))
            throw TufJson.Malformed(where, $"a delegated role is called '{name}'; allowed: any name but those of top-level roles");
        where = $"{where}, role '{TufJson.Shown(name)}'";
        bool hasPaths = TufJson.Find(json, "paths", where) is { ValueKind: not JsonValueKind.Null };
        bool hasPrefixes = TufJson.Find(json, "path_hash_prefixes", where) is { ValueKind: not JsonValueKind.Null };
        if (hasPaths == hasPrefixes)
            throw TufJson.Malformed(where, "exactly one of 'paths' and 'path_hash_prefixes' must be there");
        return new TufDelegation(
            name,
            TufRole.Parse(json, where) with { Others = TufJson.Others(json, "name", "keyids", "threshold", "terminating", "paths", "path_hash_prefixes") },
            TufJson.Flag(json, "terminating", otherwise: false, where),
            hasPaths ? TufJson.Texts(json, "paths", where) : null,
            hasPrefixes ? TufJson.Texts(json, "path_hash_prefixes", where) : null);
    }

    internal JsonObject ToJson()
    {
        JsonObject json = Role.ToJson();
        json["name"] = Name;
        json["terminating"] = Terminating;
        if (Paths is not null)
            json["paths"] = new JsonArray([.. Paths.Select(path => JsonValue.Create(path))]);
        if (PathHashPrefixes is not null)
            json["path_hash_prefixes"] = new JsonArray([.. PathHashPrefixes.Select(prefix => JsonValue.Create(prefix))]);
        return json;
    }
}
