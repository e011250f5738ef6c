using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Payload of <c>state</c>.</summary>
/// <param name="Status">Online, or offline.</param>
/// <param name="Version">The agent's version.</param>
/// <param name="Model">Name of the detector in use; empty when none is.</param>
/// <param name="BootId">New each time the agent starts: tells a restart from a lost connection.</param>
/// <param name="Since">UTC when the agent came into this status; in a Will, when it had last connected.</param>
public sealed record DeviceState(DeviceStatus Status, string Version, string Model, string BootId, DateTimeOffset Since)
{
    /// <summary>Part of their frame rate that live cameras are slowed to since the chip is hot, above 0 and below 1; absent at full rate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SlowedTo { get; init; }
}
