namespace Edge.Agent.Gpio;

/// <summary>An open input. Thread safe.</summary>
public interface IInputLine : IDisposable
{
    /// <summary>Whether it is active now, debounced.</summary>
    bool IsActive { get; }
}
