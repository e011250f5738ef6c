using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Gpio;

/// <summary>An output of a chip.</summary>
internal sealed class OutputLine : IOutputLine
{
    private readonly LineChip _chip;
    private readonly OutputLineSettings _settings;
    private readonly ILogger _log;
    private readonly Action<OutputLine> _released;
    private int _isDisposed;

    /// <summary>Opens the line at its safe level: it never has another one before.</summary>
    /// <exception cref="LineException">The chip refuses.</exception>
    public OutputLine(LineChip chip, OutputLineSettings settings, ILogger log, Action<OutputLine> released)
    {
        _chip = chip;
        _settings = settings;
        _log = log;
        _released = released;
        chip.OpenOutput(settings.Line, LevelOf(settings.SafeActive));
    }

    /// <summary>Chip and line for people.</summary>
    public string Name => $"line {_settings.Line} of {_chip.Name}";

    /// <inheritdoc/>
    public void Set(bool active)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        _chip.Write(_settings.Line, LevelOf(active));
    }

    /// <inheritdoc/>
    public bool ReadBack()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return _chip.Read(_settings.Line) != _settings.ActiveLow;
    }

    /// <summary>Drives the line to its safe level.</summary>
    /// <exception cref="LineException">The chip is gone or refuses.</exception>
    public void MakeSafe()
    {
        if (Volatile.Read(ref _isDisposed) == 0)
            _chip.Write(_settings.Line, LevelOf(_settings.SafeActive));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            _chip.Write(_settings.Line, LevelOf(_settings.SafeActive));
        }
        catch (LineException e)
        {
            _log.LogError("{Output} cannot be put to its safe level: {Error}", Name, e.Message);
        }
        finally
        {
            _chip.Close(_settings.Line);
            _released(this);
        }
    }

    private bool LevelOf(bool active) => active != _settings.ActiveLow;
}
