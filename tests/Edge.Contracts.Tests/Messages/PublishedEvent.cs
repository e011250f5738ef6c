using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

/// <summary>A published event: its name, its sample, its generated and its shipped schema.</summary>
internal sealed record PublishedEvent(string Name, string Type, object Sample, JsonTypeInfo TypeInfo)
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<PublishedEvent> All { get; } =
    [
        new("alert", EventTypes.Alert, Samples.Alert, EventJson.Default.CloudEventAlertMessage),
        new("telemetry", EventTypes.Telemetry, Samples.Telemetry, EventJson.Default.CloudEventTelemetryMessage),
        new("coverage", EventTypes.Coverage, Samples.Coverage, EventJson.Default.CloudEventCoverageMessage),
        new("loss", EventTypes.Loss, Samples.Loss, EventJson.Default.CloudEventLossMessage),
        new("verdict", EventTypes.Verdict, Samples.Verdict, EventJson.Default.CloudEventVerdictMessage),
        new("ejection", EventTypes.Ejection, Samples.Ejection, EventJson.Default.CloudEventEjectionMessage),
        new("station", EventTypes.Station, Samples.Station, EventJson.Default.CloudEventStationMessage),
    ];

    public JsonNode Rendered => JsonSerializer.SerializeToNode(Sample, TypeInfo)!;

    public string RenderedText => RenderedTextOf(Sample);

    public string RenderedTextOf(object value) => JsonSerializer.SerializeToNode(value, TypeInfo)!.ToJsonString(_indented) + "\n";

    /// <summary>The schema that the types say, with the event's own constants.</summary>
    public string GeneratedSchema
    {
        get
        {
            JsonNode schema = TypeInfo.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Refine });
            var root = new JsonObject
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["$id"] = $"urn:edge:schema:{Type}",
                ["title"] = Type,
            };
            foreach ((string key, JsonNode? value) in schema.AsObject().ToArray())
                root[key] = value?.DeepClone();
            JsonObject properties = root["properties"]!.AsObject();
            properties["specversion"] = new JsonObject { ["const"] = "1.0" };
            properties["type"] = new JsonObject { ["const"] = Type };
            properties["datacontenttype"] = new JsonObject { ["const"] = "application/json" };
            return root.ToJsonString(_indented) + "\n";
        }
    }

    public string ShippedSchema
    {
        get
        {
            string name = $"Edge.Contracts.Messages.Schemas.{Name}.schema.json";
            using Stream? stream = typeof(EventTypes).Assembly.GetManifestResourceStream(name);
            if (stream is null)
                return $"no embedded resource {name}";
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    // A field that is left out when it does not apply is never written as null.
    private static JsonNode Refine(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject node)
            return schema;
        if (node["type"] is JsonArray types)
        {
            string[] kept = [.. types.Select(type => type!.GetValue<string>()).Where(type => type is not "null" and not "string" || (type == "string" && types.All(other => other!.GetValue<string>() is "string" or "null")))];
            node["type"] = kept.Length == 1 ? kept[0] : new JsonArray([.. kept.Select(type => JsonValue.Create(type))]);
        }

        // Numbers are also read from strings by some serialisers; ours never writes them so.
        if (node["type"]?.ToString() is "integer" or "number")
            node.Remove("pattern");
        if (node["enum"] is JsonArray values)
        {
            for (int i = values.Count - 1; i >= 0; i--)
            {
                if (values[i] is null)
                    values.RemoveAt(i);
            }

            node["type"] = "string";
        }

        return node;
    }

    public static string SourceFolder => Path.GetFullPath(Path.Combine(RepositoryRoot, "tests/Edge.Contracts.Tests/Messages/Approved"));

    public static string SchemaFolder => Path.GetFullPath(Path.Combine(RepositoryRoot, "src/Edge.Contracts/Messages/Schemas"));

    private static string RepositoryRoot
    {
        get
        {
            string? folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
            while (folder is not null && !File.Exists(Path.Combine(folder, "Edge.sln")))
                folder = Path.GetDirectoryName(folder);
            return folder ?? throw new DirectoryNotFoundException("Edge.sln is in no folder above the tests");
        }
    }
}
