using System.Text.Json.Serialization;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Messages;

/// <summary>Payload of <c>reported</c>: what the device made of <c>desired</c>, and what it runs.</summary>
/// <param name="DesiredVersion">The version that this answers; null where it could not be read, or none came yet.</param>
/// <param name="Accepted">Whether it is taken: a configuration is in force; releases are on their way, and <paramref name="Errors"/> says nothing of how they fare. When not, what was in force before stays.</param>
/// <param name="Errors">Every fault, each naming what, where and what is allowed; empty when accepted.</param>
/// <param name="AgentVersion">The agent's version.</param>
/// <param name="At">UTC of the decision.</param>
public sealed record ReportedState(long? DesiredVersion, bool Accepted, IReadOnlyList<string> Errors, string AgentVersion, DateTimeOffset At)
{
    /// <summary>What the device runs and how updates fare, signed with its key; absent on a device that is not enrolled with a cloud.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SignedDeviceReport? Signed { get; init; }
}
