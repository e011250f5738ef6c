namespace Edge.Contracts.Messages;

/// <summary>A number of the telemetry payload as Home Assistant sees it.</summary>
/// <param name="Id">Unique within the device; letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="ValueTemplate">Jinja template over the telemetry payload, for example <c>{{ value_json.data.framesPerSecond }}</c>.</param>
/// <param name="Unit">Unit of measurement; empty is none.</param>
/// <param name="DeviceClass">Home Assistant's class, for example <c>temperature</c>; empty is none.</param>
public sealed record HomeAssistantSensor(string Id, string Name, string ValueTemplate, string Unit = "", string DeviceClass = "");
