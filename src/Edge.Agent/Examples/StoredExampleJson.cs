using System.Text.Json.Serialization;

namespace Edge.Agent.Examples;

/// <summary>JSON of <c>{id}.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredExample))]
internal sealed partial class StoredExampleJson : JsonSerializerContext;
