using System.Collections.Immutable;

namespace Edge.Agent.Gpio;

/// <summary>Plays one pattern at a time on an output. Thread safe.</summary>
internal sealed class LightPlayer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IOutputLine _line;
    private readonly Action<LineException> _failed;
    private readonly ITimer _timer;
    private ImmutableArray<TimeSpan> _rhythm = [];
    private LightPattern _pattern = LightPattern.Off;
    private int _step;
    private bool _isOn;
    private bool _isBroken;

    /// <param name="line">Owned; off until a pattern is played.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Called once, when the line fails; nothing is played after that.</param>
    public LightPlayer(IOutputLine line, TimeProvider time, Action<LineException> failed)
    {
        _line = line;
        _failed = failed;
        _timer = time.CreateTimer(_ => Next(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False after the line failed.</summary>
    public bool IsUsable => !_isBroken;

    /// <summary>Plays a pattern from its beginning; the one that is playing goes on undisturbed.</summary>
    public void Play(LightPattern pattern)
    {
        lock (_gate)
        {
            if (pattern == _pattern || _isBroken)
                return;
            _pattern = pattern;
            _rhythm = LightRhythms.Of(pattern);
            _step = 0;
            Show();
        }
    }

    /// <summary>Puts the light out and closes its line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isBroken = true;
            _timer.Dispose();
            _line.Dispose();
        }
    }

    private void Next()
    {
        lock (_gate)
        {
            if (_isBroken || _rhythm.Length < 2)
                return;
            _step = (_step + 1) % _rhythm.Length;
            Show();
        }
    }

    private void Show()
    {
        bool on = _rhythm.Length > 0 && _step % 2 == 0;
        try
        {
            if (on != _isOn)
                _line.Set(on);
            _isOn = on;
            _timer.Change(_rhythm.Length > 1 ? _rhythm[_step] : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        catch (LineException e)
        {
            _isBroken = true;
            _failed(e);
        }
    }
}
