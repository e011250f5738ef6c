using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>JSON of entries, before it is made canonical: camel case, nulls left out; unknown fields, and a field twice, are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    Converters = [typeof(UtcMicroseconds)])]
[JsonSerializable(typeof(ReceiptEntry))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
