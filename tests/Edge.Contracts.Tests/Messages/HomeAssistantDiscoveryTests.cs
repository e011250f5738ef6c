using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Contracts.Tests.Messages;

public sealed class HomeAssistantDiscoveryTests
{
    private static readonly JsonElement Root = JsonSerializer.Deserialize<JsonElement>(HomeAssistantDiscovery.Write(new HomeAssistantDevice
    {
        Site = "home",
        Device = "porch",
        Version = "0.1.0",
        Cameras = [new HomeAssistantCamera("front", [new HomeAssistantRule("visitor", true), new HomeAssistantRule("loiter", false)]), new HomeAssistantCamera("back", [])],
        Sensors = [new HomeAssistantSensor("fps", "Frames per second", "{{ value_json.data.framesPerSecond }}", "fps"), new HomeAssistantSensor("temperature", "Temperature", "{{ value_json.data.temperatureC }}", "°C", "temperature")],
    }));

    [Fact]
    public void Topic_OfADevice_IsDeviceDiscovery() =>
        Assert.Equal("homeassistant/device/edge_home_porch/config", HomeAssistantDiscovery.Topic("homeassistant", new EdgeTopics("home", "porch")));

    [Fact]
    public void Discovery_Root_HasWhatHomeAssistantRequires()
    {
        // Home Assistant, "Device discovery payload": device and origin are required, identifiers and origin name in them.
        Assert.NotEqual(0, Root.GetProperty("device").GetProperty("identifiers").GetArrayLength());
        Assert.NotEmpty(Root.GetProperty("origin").GetProperty("name").GetString()!);
        Assert.Equal("edge/v1/home/porch/state", Root.GetProperty("availability")[0].GetProperty("topic").GetString());
        // Availability compares with "online" and "offline", which is what state says.
        Assert.Equal("{{ value_json.status }}", Root.GetProperty("availability")[0].GetProperty("value_template").GetString());
    }

    [Fact]
    public void Components_All_HaveAPlatformAndAnIdOfTheirOwn()
    {
        JsonProperty[] components = [.. Root.GetProperty("components").EnumerateObject()];
        Assert.Equal(["front_picture", "front_visitor", "front_loiter", "back_picture", "fps", "temperature"], components.Select(c => c.Name));
        Assert.All(components, c => Assert.Contains(c.Value.GetProperty("platform").GetString(), (string[])["image", "binary_sensor", "sensor"]));
        Assert.Equal(components.Length, components.Select(c => c.Value.GetProperty("unique_id").GetString()).Distinct().Count());
        Assert.All(components, c => Assert.True(c.Value.TryGetProperty(c.Value.GetProperty("platform").GetString() == "image" ? "image_topic" : "state_topic", out _)));
    }

    [Fact]
    public void Components_OfMomentaryRules_GoOffByThemselves()
    {
        Assert.True(Root.GetProperty("components").GetProperty("front_visitor").TryGetProperty("off_delay", out _));
        Assert.False(Root.GetProperty("components").GetProperty("front_loiter").TryGetProperty("off_delay", out _));
    }

    [Fact]
    public void Template_OfARule_NamesIt() =>
        Assert.Equal(
            "{% if value_json.data.rule == 'loiter' %}{{ 'OFF' if value_json.data.phase == 'ended' else 'ON' }}{% endif %}",
            Root.GetProperty("components").GetProperty("front_loiter").GetProperty("value_template").GetString());
}
