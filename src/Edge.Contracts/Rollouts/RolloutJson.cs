using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>JSON of the rollouts' part of the cloud's API: camel case, nulls written (null switches a limit off), unknown fields refused: a misspelt limit is no limit.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    WriteIndented = false)]
[JsonSerializable(typeof(RolloutPlan))]
[JsonSerializable(typeof(IReadOnlyList<RingMeasure>))]
[JsonSerializable(typeof(RolloutAbort))]
[JsonSerializable(typeof(RolloutAdvance))]
public sealed partial class RolloutJson : JsonSerializerContext;
