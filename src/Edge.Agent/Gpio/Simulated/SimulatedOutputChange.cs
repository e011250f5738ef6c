namespace Edge.Agent.Gpio.Simulated;

/// <summary>An output of a simulated chip has a new level.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Level">High or low.</param>
/// <param name="Timestamp"><see cref="TimeProvider.GetTimestamp"/> when the server saw it.</param>
/// <param name="IsReleased">Nobody drives it any more: its client closed it or is gone, and it fell to its pull.</param>
public readonly record struct SimulatedOutputChange(int Line, bool Level, long Timestamp, bool IsReleased);
