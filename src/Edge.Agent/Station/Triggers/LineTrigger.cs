using Edge.Agent.Configuration;
using Edge.Agent.Gpio;

namespace Edge.Agent.Station.Triggers;

/// <summary><c>gpio</c>: each edge of a sensor that counts is a part.</summary>
internal sealed class LineTrigger : IPartTrigger
{
    private readonly IInputLine _line;

    /// <exception cref="LineException">The line cannot be used.</exception>
    public LineTrigger(LineBank lines, InputLineSettings line, Action<long> fire) =>
        _line = lines.OpenInput(line, edge => fire(edge.Timestamp));

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
