namespace Edge.Agent.Health.Telemetry;

/// <summary>One number from some part of the agent.</summary>
/// <param name="Name">Lower case with underscores, with its unit, without prefix and without <c>_total</c>: <c>outbox_stored_bytes</c>.</param>
/// <param name="Help">One sentence for people.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Value">The number.</param>
/// <param name="Labels">Names and values that tell apart values of one name; none is usual.</param>
public sealed record TelemetryValue(string Name, string Help, TelemetryKind Kind, double Value, params IReadOnlyList<KeyValuePair<string, string>> Labels);
