using System.Text.Json.Serialization;

namespace Edge.Contracts.Evidence;

/// <summary>JSON of uploads: camel case, nulls left out, unknown fields passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PictureRequest))]
[JsonSerializable(typeof(PictureAnswer))]
[JsonSerializable(typeof(PictureAbout))]
public sealed partial class PictureJson : JsonSerializerContext;
