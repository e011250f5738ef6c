using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>JSON of what the API answers: unknown fields are passed over, so that an older tool can read a newer cloud.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RolloutView))]
[JsonSerializable(typeof(IReadOnlyList<RolloutView>))]
[JsonSerializable(typeof(IReadOnlyList<RolloutDeviceView>))]
[JsonSerializable(typeof(IReadOnlyList<RolloutEventView>))]
public sealed partial class RolloutViewJson : JsonSerializerContext;
