using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Snapshot metadata (TUF 4.4): which versions of all targets files belong together.</summary>
public sealed record TufSnapshot
{
    /// <summary>Version and expiry.</summary>
    public required TufHead Head { get; init; }

    /// <summary>Targets files by file name without version, such as <c>targets.json</c>.</summary>
    public required IReadOnlyDictionary<string, TufMetaFile> Meta { get; init; }

    /// <summary>Reads the signed part; no signature is checked.</summary>
    /// <exception cref="TufRefusedException">It is of another form, type or specification.</exception>
    public static TufSnapshot Parse(TufSignedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        TufHead head = file.Head(TufRoleName.Snapshot);
        Dictionary<string, TufMetaFile> meta = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in TufJson.Object(file.Signed, "meta", file.Where).EnumerateObject())
        {
            string name = TufJson.Name(entry, file.Where);
            meta.Add(name, TufMetaFile.Parse(entry.Value, $"{file.Where}, '{TufJson.Shown(name)}'"));
        }

        return new TufSnapshot { Head = head, Meta = meta };
    }

    /// <summary>The signed part.</summary>
    public JsonObject ToSigned()
    {
        JsonObject json = Head.ToJson(TufRoleName.Snapshot);
        json["meta"] = new JsonObject(Meta.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value.ToJson())));
        return json;
    }
}
