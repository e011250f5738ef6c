using Edge.Agent.Configuration;
using Edge.Contracts.Messages;
using Edge.Domain.Rules;

namespace Edge.Agent.Hosting;

/// <summary>What Home Assistant is told about this device.</summary>
internal static class HomeAssistantView
{
    /// <summary>Cameras with their rules, and the numbers worth a card.</summary>
    public static HomeAssistantDevice Of(EdgeSettings settings, string version) => new()
    {
        Site = settings.Device.Site,
        Device = settings.Device.Id,
        Version = version,
        Cameras = [.. settings.Cameras.Select(camera => new HomeAssistantCamera(
            camera.Id,
            [.. camera.Rules.Select(rule => new HomeAssistantRule(rule.Id, rule.When is RuleKind.Enters or RuleKind.Leaves or RuleKind.Crosses))]))],
        Stations = [.. settings.Stations.Select(station =>
            new HomeAssistantStation(station.Id, [.. station.Products.Select(product => product.Id)], station.Interlock.Enabled))],
        Sensors =
        [
            new HomeAssistantSensor("temperature", "Temperature", Value("temperatureC"), "°C", "temperature"),
            new HomeAssistantSensor("memory", "Memory", Value("memoryBytes"), "B", "data_size"),
            new HomeAssistantSensor("outbox", "Alerts waiting", Value("outbox.depth")),
            .. settings.Cameras.Select((camera, index) =>
                new HomeAssistantSensor($"{camera.Id}_fps", $"{camera.Id} frame rate", Value($"cameras[{index}].framesPerSecond"), "fps")),
        ],
    };

    // Coverage and telemetry share a topic; a template only answers to its own kind.
    private static string Value(string field) =>
        "{% if value_json.type == '" + EventTypes.Telemetry + "' %}{{ value_json.data." + field + " }}{% else %}{{ this.state }}{% endif %}";
}
