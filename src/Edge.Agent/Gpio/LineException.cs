namespace Edge.Agent.Gpio;

/// <summary>A line or its chip cannot be used. The message names both and what is allowed.</summary>
public sealed class LineException : IOException
{
    /// <summary>A fault of one line.</summary>
    /// <param name="chip">The chip as people know it, such as <c>gpiochip0</c>.</param>
    /// <param name="line">The line's number on it; -1 is the whole chip.</param>
    /// <param name="message">What is wrong and what is allowed, naming chip and line.</param>
    /// <param name="inner">What the driver threw; null where nothing did.</param>
    public LineException(string chip, int line, string message, Exception? inner = null)
        : base(message, inner)
    {
        Chip = chip;
        Line = line;
    }

    /// <summary>The chip as people know it.</summary>
    public string Chip { get; }

    /// <summary>The line's number on it; -1 is the whole chip.</summary>
    public int Line { get; }
}
