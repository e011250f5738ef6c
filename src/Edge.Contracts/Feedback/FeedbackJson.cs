using System.Text.Json.Serialization;

namespace Edge.Contracts.Feedback;

/// <summary>JSON of feedback: camel case, nulls left out, unknown fields passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FeedbackPage))]
public sealed partial class FeedbackJson : JsonSerializerContext;
