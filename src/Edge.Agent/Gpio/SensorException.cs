namespace Edge.Agent.Gpio;

/// <summary>A sensor does not answer, or answers nonsense. The message names it and what is allowed.</summary>
public sealed class SensorException(string message, Exception? inner = null) : IOException(message, inner);
