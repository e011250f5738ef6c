using System.Text.Json;

namespace Edge.Contracts.Messages;

/// <summary>Payload of <c>desired</c>: what the cloud wants the device to be.</summary>
/// <param name="Version">Grows with each change; 0 or more.</param>
/// <param name="Configuration">A JSON object in the shape of <c>edge.yaml</c>, to lay over it; null leaves it alone.</param>
public sealed record DesiredState(long Version, JsonElement? Configuration);
