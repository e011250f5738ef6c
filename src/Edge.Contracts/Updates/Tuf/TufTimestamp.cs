using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Timestamp metadata (TUF 4.6): which snapshot is the newest.</summary>
public sealed record TufTimestamp
{
    /// <summary>Version and expiry.</summary>
    public required TufHead Head { get; init; }

    /// <summary>The snapshot.</summary>
    public required TufMetaFile Snapshot { get; init; }

    /// <summary>Reads the signed part; no signature is checked.</summary>
    /// <exception cref="TufRefusedException">It is of another form, type or specification.</exception>
    public static TufTimestamp Parse(TufSignedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        TufHead head = file.Head(TufRoleName.Timestamp);
        JsonElement meta = TufJson.Object(file.Signed, "meta", file.Where);
        return new TufTimestamp { Head = head, Snapshot = TufMetaFile.Parse(TufJson.Object(meta, "snapshot.json", $"{file.Where}, meta"), $"{file.Where}, meta") };
    }

    /// <summary>The signed part.</summary>
    public JsonObject ToSigned()
    {
        JsonObject json = Head.ToJson(TufRoleName.Timestamp);
        json["meta"] = new JsonObject { ["snapshot.json"] = Snapshot.ToJson() };
        return json;
    }
}
