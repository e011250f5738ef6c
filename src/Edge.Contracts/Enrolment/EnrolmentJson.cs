using System.Text.Json.Serialization;

namespace Edge.Contracts.Enrolment;

/// <summary>JSON of enrolment: camel case, nulls left out, unknown fields passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(RenewalAnswer))]
public sealed partial class EnrolmentJson : JsonSerializerContext;
