using System.Text;
using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration;

/// <summary>One thing that is wrong with the configuration, said so that it can be mended. Holds no secret: values are redacted before they get here.</summary>
public sealed record SettingsFault
{
    /// <summary>What sort of fault.</summary>
    public required SettingsFaultKind Kind { get; init; }

    /// <summary>Where it was written; for a missing setting, the section that lacks it.</summary>
    public required SettingsLocation Location { get; init; }

    /// <summary>Which setting, such as <c>cameras[1].rules[0].zone</c>; empty is the whole file.</summary>
    public required string Path { get; init; }

    /// <summary>What is wrong, with the value found.</summary>
    public required string Problem { get; init; }

    /// <summary>What is allowed; empty where the problem says it all.</summary>
    public string Allowed { get; init; } = "";

    /// <summary>The allowed word that is probably meant; empty where none is near.</summary>
    public string Suggestion { get; init; } = "";

    /// <summary>One line for people: <c>edge.yaml:12:7 cameras[0].rules[1].zone: "gate" is not a zone of camera "yard"; allowed: "door", "drive"</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Location);
        if (Path.Length > 0)
            text.Append(' ').Append(Path);
        text.Append(": ").Append(Problem);
        if (Suggestion.Length > 0)
            text.Append("; did you mean \"").Append(Suggestion).Append("\"?");
        if (Allowed.Length > 0)
            text.Append("; allowed: ").Append(Allowed);
        return text.ToString();
    }

    /// <summary>The same for machines: <c>kind</c>, <c>origin</c>, <c>line</c>, <c>column</c>, <c>path</c>, <c>problem</c>, <c>allowed</c>, <c>suggestion</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["kind"] = Description.Names.Of(Kind),
        ["origin"] = Location.Origin,
        ["line"] = Location.Line > 0 ? Location.Line : null,
        ["column"] = Location.Column > 0 ? Location.Column : null,
        ["path"] = Path,
        ["problem"] = Problem,
        ["allowed"] = Allowed.Length > 0 ? Allowed : null,
        ["suggestion"] = Suggestion.Length > 0 ? Suggestion : null,
    };
}
