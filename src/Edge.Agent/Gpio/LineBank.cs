using System.Collections.Immutable;
using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Gpio;

/// <summary>
/// The device's lines: opens inputs and outputs on the chips of the settings, each chip when its first line is opened. Thread safe.
/// Outputs are at their safe level from the moment they are open until they are set, after <see cref="MakeSafe"/>, and at the end.
/// </summary>
/// <remarks>
/// A process that is killed cannot do anything: then the kernel releases the lines, <c>edge-agent safe-outputs</c> (run by the service manager) puts them to
/// their safe level, and the wiring's pull resistor must hold that level for the time between.
/// </remarks>
public sealed class LineBank : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GpioSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<GpioChipSettings, LineChip> _open;
    private readonly Dictionary<string, LineChip> _chips = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Chip, int Line), string> _used = [];
    private ImmutableArray<OutputLine> _outputs = [];
    private ImmutableArray<InputLine> _inputs = [];
    private bool _isDisposed;

    /// <summary>A bank over the chips of the settings; nothing is opened yet.</summary>
    public LineBank(GpioSettings settings, TimeProvider time, ILogger log)
        : this(settings, time, log, ChipOpener.Open)
    {
    }

    internal LineBank(GpioSettings settings, TimeProvider time, ILogger log, Func<GpioChipSettings, LineChip> open)
    {
        _settings = settings;
        _time = time;
        _log = log;
        _open = open;
    }

    /// <summary>Opens an input.</summary>
    /// <param name="line">Which, and which edges count.</param>
    /// <param name="onEdge">
    /// Gets the edges that count, one at a time, on a thread of the bank: be quick, throw nothing, do not dispose the line in it.
    /// The level at which the line is opened is no edge.
    /// </param>
    /// <exception cref="LineException">There is no such chip or line, it is in use, or may not be used.</exception>
    public IInputLine OpenInput(InputLineSettings line, Action<LineEdge> onEdge) => Open(
        line.Chip,
        line.Line,
        "an input",
        (chip, released) => Input(chip, line, onEdge, released));

    /// <summary>Opens an output, at its safe level.</summary>
    /// <exception cref="LineException">There is no such chip or line, it is in use, or may not be used.</exception>
    public IOutputLine OpenOutput(OutputLineSettings line) => Open(line.Chip, line.Line, "an output", (chip, released) => Output(chip, line, released));

    /// <summary>Opens the status light of the settings, unlit; null where they have none.</summary>
    /// <exception cref="LineException">There is no such chip or line, it is in use, or may not be used.</exception>
    public IOutputLine? OpenStatusLight()
    {
        var line = new OutputLineSettings { Line = _settings.StatusLine };
        return line.Line < 0 ? null : Open(LineChips.StatusLight(_settings), line.Line, "the status light", (chip, released) => Output(chip, line, released));
    }

    /// <summary>Every open output to its safe level. Callable from any thread, also while the process is crashing; never throws.</summary>
    public void MakeSafe()
    {
        foreach (OutputLine output in _outputs)
        {
            try
            {
                output.MakeSafe();
            }
            catch (Exception e) // loop edge: the last resort must reach every output, whatever one of them does
            {
                _log.LogError("{Output} cannot be put to its safe level: {Error}", output.Name, e.Message);
            }
        }
    }

    /// <summary>Every output to its safe level, then closes everything.</summary>
    public void Dispose()
    {
        LineChip[] chips;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            chips = [.. _chips.Values];
        }

        foreach (OutputLine output in _outputs)
            output.Dispose();
        foreach (InputLine input in _inputs)
            input.Dispose();
        foreach (LineChip chip in chips)
            chip.Dispose();
    }

    private InputLine Input(LineChip chip, InputLineSettings line, Action<LineEdge> onEdge, Action released)
    {
        var input = new InputLine(chip, line, _time, edge => Tell(chip, line.Line, onEdge, edge), gone =>
        {
            ImmutableInterlocked.Update(ref _inputs, inputs => inputs.Remove(gone));
            released();
        });
        ImmutableInterlocked.Update(ref _inputs, inputs => inputs.Add(input));
        return input;
    }

    private void Tell(LineChip chip, int line, Action<LineEdge> onEdge, LineEdge edge)
    {
        try
        {
            onEdge(edge);
        }
        catch (Exception e) // loop edge: one edge of a line that goes wrong must not end the next ones
        {
            _log.LogError(e, "An edge of line {Line} of {Chip} was lost", line, chip.Name);
        }
    }

    private OutputLine Output(LineChip chip, OutputLineSettings line, Action released)
    {
        var output = new OutputLine(chip, line, _log, gone =>
        {
            ImmutableInterlocked.Update(ref _outputs, outputs => outputs.Remove(gone));
            released();
        });
        ImmutableInterlocked.Update(ref _outputs, outputs => outputs.Add(output));
        return output;
    }

    private T Open<T>(string chipId, int line, string use, Func<LineChip, Action, T> open) =>
        Open(LineChips.Find(_settings, chipId, line), line, use, open);

    private T Open<T>(GpioChipSettings settings, int line, string use, Func<LineChip, Action, T> open)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            string name = LineChips.NameOf(settings);
            if (line < 0)
                throw new LineException(name, line, $"No line of {name} is given for {use}; allowed: a line's number, from 0.");
            if (_used.TryGetValue((name, line), out string? before))
                throw new LineException(name, line, $"Line {line} of {name} is used twice: as {before} and as {use}; allowed: each line once.");
            if (!_chips.TryGetValue(name, out LineChip? chip))
                _chips[name] = chip = _open(settings);
            try
            {
                _used[(name, line)] = use;
                return open(chip, () => Release(name, line));
            }
            catch
            {
                _used.Remove((name, line));
                chip.Close(line);
                throw;
            }
        }
    }

    private void Release(string chip, int line)
    {
        lock (_gate)
            _used.Remove((chip, line));
    }
}
