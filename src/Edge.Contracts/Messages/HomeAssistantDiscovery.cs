using System.Text.Json;
using Edge.Contracts.Topics;

namespace Edge.Contracts.Messages;

/// <summary>
/// Home Assistant's device discovery: one retained message names the device, who says so, and all its entities
/// (home-assistant.io, MQTT integration, "Device discovery payload"). An empty retained message takes it all back.
/// </summary>
public static class HomeAssistantDiscovery
{
    private const int MomentaryOffSeconds = 5;

    /// <summary>Topic of the message.</summary>
    /// <param name="prefix">Discovery prefix as set in Home Assistant; <c>homeassistant</c> by default.</param>
    /// <param name="topics">The device.</param>
    public static string Topic(string prefix, EdgeTopics topics) => $"{prefix}/device/{UniqueId(topics)}/config";

    /// <summary>The message.</summary>
    /// <param name="device">What to tell.</param>
    public static byte[] Write(HomeAssistantDevice device)
    {
        var topics = new EdgeTopics(device.Site, device.Device);
        string unique = UniqueId(topics);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteDevice(json, device, unique);
            json.WriteStartArray("availability");
            json.WriteStartObject();
            json.WriteString("topic", topics.State);
            json.WriteString("value_template", "{{ value_json.status }}");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("qos", 1);
            json.WriteStartObject("components");
            foreach (HomeAssistantCamera camera in device.Cameras)
                WriteCamera(json, topics, unique, camera);
            foreach (HomeAssistantStation station in device.Stations)
                HomeAssistantStations.Write(json, topics, unique, station);
            foreach (HomeAssistantSensor sensor in device.Sensors)
                WriteSensor(json, topics, unique, sensor);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string UniqueId(EdgeTopics topics) => $"edge_{topics.Site}_{topics.Device}";

    private static void WriteDevice(Utf8JsonWriter json, HomeAssistantDevice device, string unique)
    {
        json.WriteStartObject("device");
        json.WriteStartArray("identifiers");
        json.WriteStringValue(unique);
        json.WriteEndArray();
        json.WriteString("name", device.Device);
        json.WriteString("manufacturer", "Edge");
        json.WriteString("model", "Edge vision appliance");
        json.WriteString("sw_version", device.Version);
        json.WriteString("suggested_area", device.Site);
        json.WriteEndObject();
        json.WriteStartObject("origin");
        json.WriteString("name", "edge-agent");
        json.WriteString("sw_version", device.Version);
        json.WriteEndObject();
    }

    private static void WriteCamera(Utf8JsonWriter json, EdgeTopics topics, string unique, HomeAssistantCamera camera)
    {
        json.WriteStartObject($"{camera.Id}_picture");
        json.WriteString("platform", "image");
        json.WriteString("unique_id", $"{unique}_{camera.Id}_picture");
        json.WriteString("name", $"{camera.Id} last alert");
        json.WriteString("image_topic", topics.Thumbnails(camera.Id));
        json.WriteString("content_type", "image/jpeg");
        json.WriteEndObject();
        foreach (HomeAssistantRule rule in camera.Rules)
        {
            json.WriteStartObject($"{camera.Id}_{rule.Id}");
            json.WriteString("platform", "binary_sensor");
            json.WriteString("unique_id", $"{unique}_{camera.Id}_{rule.Id}");
            json.WriteString("name", $"{camera.Id} {rule.Id}");
            json.WriteString("device_class", "occupancy");
            json.WriteString("state_topic", topics.Alerts(camera.Id));
            // Other rules' alerts come on the same topic; a template that gives nothing leaves the sensor as it is.
            json.WriteString(
                "value_template",
                $"{{% if value_json.data.rule == '{EdgeId.Require(rule.Id, "rule")}' %}}{{{{ 'OFF' if value_json.data.phase == 'ended' else 'ON' }}}}{{% endif %}}");
            if (rule.IsMomentary)
                json.WriteNumber("off_delay", MomentaryOffSeconds);
            json.WriteEndObject();
        }
    }

    private static void WriteSensor(Utf8JsonWriter json, EdgeTopics topics, string unique, HomeAssistantSensor sensor)
    {
        json.WriteStartObject(EdgeId.Require(sensor.Id, "sensor"));
        json.WriteString("platform", "sensor");
        json.WriteString("unique_id", $"{unique}_{sensor.Id}");
        json.WriteString("name", sensor.Name);
        json.WriteString("state_topic", topics.Telemetry);
        json.WriteString("value_template", sensor.ValueTemplate);
        json.WriteString("entity_category", "diagnostic");
        json.WriteString("state_class", "measurement");
        if (sensor.Unit.Length > 0)
            json.WriteString("unit_of_measurement", sensor.Unit);
        if (sensor.DeviceClass.Length > 0)
            json.WriteString("device_class", sensor.DeviceClass);
        json.WriteEndObject();
    }
}
