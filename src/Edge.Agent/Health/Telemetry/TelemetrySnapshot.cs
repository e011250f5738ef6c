using Edge.Domain.Frames;

namespace Edge.Agent.Health.Telemetry;

/// <summary>All numbers of the agent at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Interval">Time that rates and latencies are taken over: since the reader's last snapshot, or since the start.</param>
/// <param name="Process">The process and its machine.</param>
/// <param name="Cameras">Every camera, by id.</param>
/// <param name="Values">What the suppliers say, in their order.</param>
public sealed record TelemetrySnapshot(Moment At, TimeSpan Interval, ProcessTelemetry Process, IReadOnlyList<CameraTelemetry> Cameras, IReadOnlyList<TelemetryValue> Values);
