using System.Text.Json;
using Edge.Contracts.Topics;

namespace Edge.Contracts.Messages;

/// <summary>
/// The entities of a station in Home Assistant's discovery, over the station's retained message. There is none that clears a tripped interlock:
/// that takes somebody's name and a reason.
/// </summary>
internal static class HomeAssistantStations
{
    private const string By = "Home Assistant";

    public static void Write(Utf8JsonWriter json, EdgeTopics topics, string unique, HomeAssistantStation station)
    {
        var entities = new Entities(json, topics.Stations(station.Id), $"{unique}_station_{station.Id}", station.Id);
        // "None" is how Home Assistant's templates say that nothing is known.
        entities.BeginEnum("outcome", "last part", "{{ value_json.data.lastPart.outcome if value_json.data.lastPart is defined else None }}", Names<VerdictOutcome>());
        json.WriteEndObject();
        entities.BeginEnum("mode", "mode", "{{ value_json.data.mode }}", Names<StationMode>());
        json.WriteString("entity_category", "diagnostic");
        json.WriteEndObject();
        entities.Begin("problem", "binary_sensor", "fail-safe", "{{ 'ON' if value_json.data.mode in ['failSafe', 'interlockTripped'] else 'OFF' }}");
        json.WriteString("device_class", "problem");
        json.WriteEndObject();
        entities.Begin("yield", "sensor", "yield", "{{ (100 * value_json.data.sinceStart.pass / value_json.data.sinceStart.parts) | round(2) if value_json.data.sinceStart.parts > 0 else None }}");
        json.WriteString("unit_of_measurement", "%");
        json.WriteString("state_class", "measurement");
        json.WriteEndObject();
        foreach ((string field, string name) in (ReadOnlySpan<(string, string)>)[("parts", "parts"), ("pass", "passed"), ("fail", "failed"), ("cannotJudge", "not judged")])
        {
            entities.Begin(field, "sensor", name, $"{{{{ value_json.data.sinceStart.{field} }}}}");
            json.WriteString("state_class", "total_increasing"); // From 0 again with each start of the agent.
            json.WriteEndObject();
        }

        WriteCommands(json, topics, entities, station);
    }

    private static void WriteCommands(Utf8JsonWriter json, EdgeTopics topics, Entities entities, HomeAssistantStation station)
    {
        if (station.HasGoldenParts)
        {
            entities.Begin("golden", "button", "ask for golden parts");
            json.WriteString("command_topic", topics.Command(StationCommands.Golden));
            json.WriteString("payload_press", $$"""{"station":"{{station.Id}}","by":"{{By}}"}""");
            json.WriteEndObject();
        }

        if (station.Products.Count > 0)
        {
            entities.Begin("product", "select", "product", "{{ value_json.data.product }}");
            json.WriteString("command_topic", topics.Command(StationCommands.Product));
            json.WriteString("command_template", $$"""{"station":"{{station.Id}}","product":"{""" + "{ value }" + $$"""}","by":"{{By}}"}""");
            json.WriteStartArray("options");
            foreach (string product in station.Products)
                json.WriteStringValue(EdgeId.Require(product, "product"));
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static string[] Names<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private sealed class Entities(Utf8JsonWriter json, string topic, string unique, string station)
    {
        // A camera's entities begin with its id; a station may have the same.
        public void Begin(string id, string platform, string name, string? valueTemplate = null)
        {
            json.WriteStartObject($"station_{station}_{id}");
            json.WriteString("platform", platform);
            json.WriteString("unique_id", $"{unique}_{id}");
            json.WriteString("name", $"{station} {name}");
            if (valueTemplate is null)
                return;
            json.WriteString("state_topic", topic);
            json.WriteString("value_template", valueTemplate);
        }

        public void BeginEnum(string id, string name, string valueTemplate, string[] options)
        {
            Begin(id, "sensor", name, valueTemplate);
            json.WriteString("device_class", "enum");
            json.WriteStartArray("options");
            foreach (string option in options)
                json.WriteStringValue(option);
            json.WriteEndArray();
        }
    }
}
