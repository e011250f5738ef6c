using System.Text.Json.Serialization;

namespace Edge.Agent.Updates.Carried;

/// <summary>JSON of orders and their results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CarriedOrder))]
[JsonSerializable(typeof(CarriedResult))]
internal sealed partial class CarriedJson : JsonSerializerContext;
