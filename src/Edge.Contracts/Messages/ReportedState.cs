namespace Edge.Contracts.Messages;

/// <summary>Payload of <c>reported</c>: what the device made of <c>desired</c>.</summary>
/// <param name="DesiredVersion">The version that this answers; null where it could not be read.</param>
/// <param name="Accepted">Whether it is in force. When not, what was in force before stays.</param>
/// <param name="Errors">Every fault, each naming what, where and what is allowed; empty when accepted.</param>
/// <param name="AgentVersion">The agent's version.</param>
/// <param name="At">UTC of the decision.</param>
public sealed record ReportedState(long? DesiredVersion, bool Accepted, IReadOnlyList<string> Errors, string AgentVersion, DateTimeOffset At);
