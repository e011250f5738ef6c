using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Messages;

/// <summary>
/// Payload of <c>desired</c>: what the cloud wants the device to be. Nothing in it is trusted but names: a target is fetched, and run, only where signed
/// metadata knows it and allows it on this device.
/// </summary>
/// <param name="Version">Grows with each change; 0 or more.</param>
/// <param name="Configuration">A JSON object in the shape of <c>edge.yaml</c>, to lay over it; null leaves it alone. Devices refuse it: configurations come as releases.</param>
public sealed record DesiredState(long Version, JsonElement? Configuration)
{
    /// <summary>Most characters of a target's path and of a rollout's id.</summary>
    public const int MaximumNameLength = 512;

    /// <summary>Path of the wanted TUF target, by kind. A kind that is not named stays as it is.</summary>
    public IReadOnlyDictionary<ReleaseKind, string> Targets { get; init; } = new Dictionary<ReleaseKind, string>();

    /// <summary>Id of the rollout that wants them; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rollout { get; init; }
}
