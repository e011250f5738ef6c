namespace Edge.Tool.Fleet.Simulation;

/// <summary>The cloud answered, and not with what was asked for.</summary>
internal sealed class CloudRefusedException(string message) : Exception(message);
