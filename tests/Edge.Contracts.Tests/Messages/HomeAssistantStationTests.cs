using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

public sealed class HomeAssistantStationTests
{
    private static readonly JsonElement _components = JsonSerializer.Deserialize<JsonElement>(HomeAssistantDiscovery.Write(new HomeAssistantDevice
    {
        Site = "plant",
        Device = "box",
        Version = "0.1.0",
        Cameras = [new HomeAssistantCamera("press", [])],
        Stations = [new HomeAssistantStation("press", ["board-7", "board-8"], HasGoldenParts: true), new HomeAssistantStation("bare", [])],
    })).GetProperty("components");

    [Fact]
    public void Components_OfStations_HaveAPlatformAndAnIdOfTheirOwn()
    {
        JsonProperty[] all = [.. _components.EnumerateObject()];
        Assert.Equal(
            [
                "press_picture",
                .. Sensors("press"), "station_press_golden", "station_press_product",
                .. Sensors("bare"),
            ],
            all.Select(component => component.Name));
        Assert.Equal(all.Length, all.Select(component => component.Value.GetProperty("unique_id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("outcome", "sensor", "{{ value_json.data.lastPart.outcome if value_json.data.lastPart is defined else None }}")]
    [InlineData("mode", "sensor", "{{ value_json.data.mode }}")]
    [InlineData("problem", "binary_sensor", "{{ 'ON' if value_json.data.mode in ['failSafe', 'interlockTripped'] else 'OFF' }}")]
    [InlineData("cannotJudge", "sensor", "{{ value_json.data.sinceStart.cannotJudge }}")]
    public void Entity_OfAStation_ReadsItsRetainedMessage(string id, string platform, string template)
    {
        JsonElement entity = _components.GetProperty($"station_press_{id}");
        Assert.Equal(
            (platform, "edge/v1/plant/box/stations/press", template),
            (entity.GetProperty("platform").GetString(), entity.GetProperty("state_topic").GetString(), entity.GetProperty("value_template").GetString()));
    }

    [Fact]
    public void Options_OfEnums_AreTheWordsOfTheMessages()
    {
        // Home Assistant refuses a state that is not among an enum's options.
        string message = JsonSerializer.Serialize(Samples.Station, EventJson.Default.CloudEventStationMessage);
        string mode = JsonDocument.Parse(message).RootElement.GetProperty("data").GetProperty("mode").GetString()!;
        Assert.Contains(mode, Options("mode"));
        Assert.Equal(["running", "failSafe", "interlockTripped", "waitingForGoldenPart", "stopped"], Options("mode"));
        Assert.Equal(["pass", "fail", "cannotJudge"], Options("outcome"));
    }

    [Fact]
    public void Button_Pressed_IsACommandThatCanBeRead()
    {
        JsonElement button = _components.GetProperty("station_press_golden");
        Assert.Equal("edge/v1/plant/box/command/station-golden", button.GetProperty("command_topic").GetString());
        Assert.True(StationCommands.TryReadGolden(JsonSerializer.Deserialize<JsonElement>(button.GetProperty("payload_press").GetString()!), out StationGoldenArguments? read, out _));
        Assert.Equal(new StationGoldenArguments("press", "Home Assistant"), read);
    }

    [Fact]
    public void Select_Chosen_IsACommandThatCanBeRead()
    {
        JsonElement select = _components.GetProperty("station_press_product");
        Assert.Equal("edge/v1/plant/box/command/station-product", select.GetProperty("command_topic").GetString());
        string sent = select.GetProperty("command_template").GetString()!.Replace("{{ value }}", select.GetProperty("options")[1].GetString(), StringComparison.Ordinal);
        Assert.True(StationCommands.TryReadProduct(JsonSerializer.Deserialize<JsonElement>(sent), out StationProductArguments? read, out _));
        Assert.Equal(new StationProductArguments("press", "board-8", "Home Assistant"), read);
    }

    private static string[] Options(string id) => [.. _components.GetProperty($"station_press_{id}").GetProperty("options").EnumerateArray().Select(option => option.GetString()!)];

    private static string[] Sensors(string station) =>
        [.. ((string[])["outcome", "mode", "problem", "yield", "parts", "pass", "fail", "cannotJudge"]).Select(id => $"station_{station}_{id}")];
}
