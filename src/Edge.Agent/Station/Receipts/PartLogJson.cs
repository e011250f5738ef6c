using System.Text.Json.Serialization;

namespace Edge.Agent.Station.Receipts;

/// <summary>How parts on their way are noted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PartLogOpening))]
internal sealed partial class PartLogJson : JsonSerializerContext;
