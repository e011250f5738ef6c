using System.Text.Json.Serialization;

namespace Edge.Contracts.Updates;

/// <summary>JSON of signed reports: camel case, nulls left out, unknown fields passed over (they are signed all the same), a field twice refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DeviceReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
