namespace Edge.Agent.Gpio;

/// <summary>An open output, at its safe level until it is set. Thread safe. Disposing leaves it at its safe level.</summary>
public interface IOutputLine : IDisposable
{
    /// <summary>Drives the line.</summary>
    /// <param name="active">Active or not, whatever level that is.</param>
    /// <exception cref="LineException">The chip is gone or refuses.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed, or its bank was.</exception>
    void Set(bool active);

    /// <summary>Whether the line itself, not our memory of it, is active.</summary>
    /// <exception cref="LineException">The chip is gone or refuses.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed, or its bank was.</exception>
    bool ReadBack();
}
