using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>How answers to station commands are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StationTriggerResult))]
[JsonSerializable(typeof(StationProductResult))]
[JsonSerializable(typeof(StationModeResult))]
[JsonSerializable(typeof(StationMessage))]
internal sealed partial class StationCommandJson : JsonSerializerContext;
