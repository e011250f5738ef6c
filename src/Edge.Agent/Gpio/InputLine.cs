using Edge.Agent.Configuration;

namespace Edge.Agent.Gpio;

/// <summary>An input of a chip, with its debouncing. Edges are handed on one at a time, on the chip's thread or, debounced, a timer's.</summary>
internal sealed class InputLine : IInputLine
{
    private readonly Lock _gate = new();
    private readonly InputLineSettings _settings;
    private readonly TimeProvider _time;
    private readonly Action<LineEdge> _onEdge;
    private readonly LineChip _chip;
    private readonly Action<InputLine> _released;
    private readonly Debouncer _debouncer;
    private readonly ITimer? _settle;
    private readonly bool _isOpen;
    private volatile bool _isActive;
    private volatile bool _isDisposed;

    /// <summary>Opens the line.</summary>
    /// <exception cref="LineException">The chip refuses.</exception>
    public InputLine(LineChip chip, InputLineSettings settings, TimeProvider time, Action<LineEdge> onEdge, Action<InputLine> released)
    {
        _chip = chip;
        _settings = settings;
        _time = time;
        _onEdge = onEdge;
        _released = released;
        long stay = (long)Math.Ceiling(settings.Debounce.TotalSeconds * time.TimestampFrequency);
        // An edge that comes while the line is opened waits for the level at which it was opened.
        lock (_gate)
        {
            _isActive = IsActiveAt(chip.OpenInput(settings.Line, settings.Pull, Changed));
            _debouncer = new Debouncer(stay, _isActive);
            if (stay > 0)
                _settle = time.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _isOpen = true;
            // What changed between the level that opening gave and the watch for edges.
            bool now = IsActiveAt(chip.Read(settings.Line));
            if (now != _isActive)
                Take(now, time.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public bool IsActive => _isActive;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _settle?.Dispose();
        _chip.Close(_settings.Line);
        _released(this);
    }

    private bool IsActiveAt(bool level) => level != _settings.ActiveLow;

    private void Changed(bool level)
    {
        long timestamp = _time.GetTimestamp();
        lock (_gate)
        {
            if (_isOpen && !_isDisposed)
                Take(IsActiveAt(level), timestamp);
        }
    }

    private void Settle()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            Tell(_debouncer.Settle(_time.GetTimestamp()));
            Arm();
        }
    }

    private void Take(bool active, long timestamp)
    {
        // A timer may come late; what stayed long enough counts all the same.
        Tell(_debouncer.Settle(timestamp));
        Tell(_debouncer.Take(active, timestamp));
        Arm();
    }

    private void Arm()
    {
        if (_settle is null || _debouncer.DueAt is not { } due)
            return;
        TimeSpan left = _time.GetElapsedTime(_time.GetTimestamp(), due);
        // Timers count whole milliseconds: one that rings too early would only be armed again.
        _settle.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void Tell(LineEdge? edge)
    {
        if (edge is not { } came)
            return;
        _isActive = came.Active;
        if (_settings.Edge == LineEdges.Both || came.Active == (_settings.Edge == LineEdges.Rising))
            _onEdge(came);
    }
}
