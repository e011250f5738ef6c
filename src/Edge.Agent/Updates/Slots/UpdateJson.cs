using System.Text.Json.Serialization;

namespace Edge.Agent.Updates.Slots;

/// <summary>How the device writes its own state of updates. Unknown fields are passed over: an older agent may read what a newer one wrote.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SlotRecord))]
[JsonSerializable(typeof(UpdateTransaction))]
[JsonSerializable(typeof(LedgerContent))]
internal sealed partial class UpdateJson : JsonSerializerContext;
