namespace Edge.Agent.Outbox;

/// <summary>How the outbox is doing, for telemetry and the watchdog.</summary>
/// <param name="Depth">Messages not yet delivered, on disk and in memory.</param>
/// <param name="Waiting">Of these, not yet on disk.</param>
/// <param name="SizeBytes">Bytes on disk: database and write-ahead log.</param>
/// <param name="Fault">Why the disk takes no writes; null while it does.</param>
/// <param name="LastTurn">Clock timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the writer loop last was at its top: older than seconds means it is stuck in the disk.</param>
/// <param name="Repairs">Damaged databases set aside since the agent started.</param>
public sealed record OutboxStatus(long Depth, int Waiting, long SizeBytes, string? Fault, long LastTurn, int Repairs);
