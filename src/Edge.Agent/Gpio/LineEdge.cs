namespace Edge.Agent.Gpio;

/// <summary>An edge of an input.</summary>
/// <param name="Active">Whether the line became active.</param>
/// <param name="Timestamp"><see cref="TimeProvider.GetTimestamp"/> when the edge came, before debouncing.</param>
public readonly record struct LineEdge(bool Active, long Timestamp);
