using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Description;

namespace Edge.Agent.Configuration;

/// <summary>What can be written in <c>edge.yaml</c>, for editors and for people; made from the same tables that read it.</summary>
public static class SettingsReference
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON Schema, draft 2020-12, with a final newline.</summary>
    public static string ToJsonSchema()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "edge.yaml",
        };
        foreach ((string key, JsonNode? value) in EdgeTable.Root.ToSchema().ToList())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Every setting as Markdown, a table for each section.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("""
            # Settings

            Every setting of `edge.yaml`. Each can also be given as an environment variable: `EDGE__` and its path with `__` for the dots, in any case
            (`EDGE__MQTT__HOST=broker`, `EDGE__CAMERAS__0__SOURCE=v4l2:/dev/video0`; lists, points and sections as YAML in one line:
            `EDGE__CAMERAS__0__RULES__0__CLASSES=[person, car]`). The environment goes over the file, the command line (`--source`, `--model`) over both.
            Paths are relative to the folder of the file (of the current folder, without a file or on the command line).
            "Restart" says that a change takes effect only after a restart; all others do at a reload.

            """.ReplaceLineEndings("\n"));
        Section(text, "", EdgeTable.Root);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string path, ISection section)
    {
        List<(string Path, ISection Section)> below = [];
        var rows = new StringBuilder();
        foreach (SettingField field in section.Fields)
        {
            string fieldPath = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            (ISection? child, string suffix) = Below(field.Type);
            if (child is not null)
                below.Add((fieldPath + suffix, child));
            if (child is null || path.Length > 0)
                rows.Append(Row(section, field, child is null ? Cell(field.Type.Allowed) : suffix.Length > 0 ? $"list, see `{fieldPath}{suffix}`" : $"section, see `{fieldPath}`"));
        }

        if (rows.Length > 0)
        {
            text.Append($"\n## `{path}`\n\n{Cell(section.Title)}\n\n| setting | what | allowed | default | change |\n|---|---|---|---|---|\n").Append(rows);
        }

        foreach ((string childPath, ISection child) in below)
            Section(text, childPath, child);
    }

    private static string Row(ISection section, SettingField field, string allowed)
    {
        string name = field.Is(FieldTraits.EnvironmentOnly) ? $"`{field.Name}` (environment only: `EDGE__MQTT__{field.Name.ToUpperInvariant()}`)" : $"`{field.Name}`";
        return $"| {name} | {Cell(field.Description)} | {allowed} | {Default(section, field)} | {(field.Is(FieldTraits.Restart) ? "restart" : "reload")} |\n";
    }

    private static string Default(ISection section, SettingField field)
    {
        if (field.Is(FieldTraits.Required))
            return "**required**";
        if (field.DefaultWords.Length > 0)
            return Cell(field.DefaultWords);
        JsonNode? value = section.Default(field);
        return value is null ? "" : $"`{Cell(value is JsonValue v && v.GetValueKind() == JsonValueKind.String && v.GetValue<string>().Length > 0 ? v.GetValue<string>() : value.ToJsonString())}`";
    }

    private static (ISection? Section, string Suffix) Below(SettingType type) => type switch
    {
        ISection section => (section, ""),
        _ when type.IsList && type.Child("0", out _) is ISection item => (item, "[]"),
        _ => (null, ""),
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
}
