using System.Text.Json.Serialization;

namespace Edge.Agent.Cloud;

/// <summary>JSON of <c>enrolment.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(DeviceEnrolment))]
internal sealed partial class EnrolmentFileJson : JsonSerializerContext;
