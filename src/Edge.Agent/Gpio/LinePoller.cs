namespace Edge.Agent.Gpio;

/// <summary>Looks at the inputs of a chip that tells no edges, on a thread of its own. A pulse shorter than its period may be missed.</summary>
internal sealed class LinePoller : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _chip;
    private readonly TimeSpan _period;
    private readonly Func<uint?> _read;
    private readonly ManualResetEventSlim _end = new();
    private Input[] _inputs = [];
    private Thread? _thread;

    public LinePoller(string chip, TimeSpan period, Func<uint?> read)
    {
        _chip = chip;
        _period = period;
        _read = read;
    }

    /// <summary>Looks at one more input from now on.</summary>
    public void Add(int line, bool level, Action<bool> changed)
    {
        lock (_gate)
        {
            _inputs = [.. _inputs, new Input(line, level, changed)];
            if (_thread is not null)
                return;
            _thread = new Thread(Poll) { IsBackground = true, Name = $"inputs of {_chip}" };
            _thread.Start();
        }
    }

    /// <summary>Looks at an input no more.</summary>
    public void Remove(int line)
    {
        lock (_gate)
            _inputs = [.. _inputs.Where(input => input.Line != line)];
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose() => _end.Set();

    private void Poll()
    {
        while (!_end.Wait(_period))
        {
            Input[] inputs = Volatile.Read(ref _inputs);
            if (inputs.Length == 0 || _read() is not { } levels)
                continue;
            foreach (Input input in inputs)
            {
                bool level = ((levels >> input.Line) & 1) != 0;
                if (level == input.Level)
                    continue;
                input.Level = level;
                input.Changed(level);
            }
        }
    }

    private sealed class Input(int line, bool level, Action<bool> changed)
    {
        public int Line { get; } = line;

        public bool Level { get; set; } = level;

        public Action<bool> Changed { get; } = changed;
    }
}
