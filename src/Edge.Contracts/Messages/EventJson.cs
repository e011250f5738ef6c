using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>JSON of the published events: camel case, nulls left out, unknown fields passed over when reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CloudEvent<AlertMessage>))]
[JsonSerializable(typeof(CloudEvent<TelemetryMessage>))]
[JsonSerializable(typeof(CloudEvent<CoverageMessage>))]
[JsonSerializable(typeof(CloudEvent<LossMessage>))]
[JsonSerializable(typeof(CloudEvent<VerdictMessage>))]
[JsonSerializable(typeof(CloudEvent<EjectionMessage>))]
[JsonSerializable(typeof(CloudEvent<StationMessage>))]
public sealed partial class EventJson : JsonSerializerContext;
