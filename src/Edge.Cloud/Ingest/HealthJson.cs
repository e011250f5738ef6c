using System.Text.Json.Serialization;

namespace Edge.Cloud.Ingest;

/// <summary>JSON of <see cref="HealthSummary"/>: camel case, nulls left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthSummary))]
internal sealed partial class HealthJson : JsonSerializerContext;
