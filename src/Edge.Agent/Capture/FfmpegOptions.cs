namespace Edge.Agent.Capture;

/// <summary>
/// FFmpeg options that OpenCV takes only from <c>OPENCV_FFMPEG_CAPTURE_OPTIONS</c>, a variable of the whole process that it reads at the
/// beginning of every open. Cameras with the same options open side by side; one with others waits until nobody can still be about to read the variable.
/// </summary>
internal sealed class FfmpegOptions
{
    private const string Variable = "OPENCV_FFMPEG_CAPTURE_OPTIONS";

    /// <summary>After this long inside an open the variable was read for sure: a camera that hangs in its open delays others by no more.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Action<string> _set;
    private readonly TimeProvider _clock;
    private string? _current;
    private int _opening;
    private long _lastBegan;

    /// <summary>Options that are set by <paramref name="set"/>.</summary>
    internal FfmpegOptions(Action<string> set, TimeProvider clock)
    {
        _set = set;
        _clock = clock;
    }

    /// <summary>The options of this process.</summary>
    public static FfmpegOptions Process { get; } = new(value => OpenCvEnvironment.Set(Variable, value), TimeProvider.System);

    /// <summary>Runs <paramref name="open"/> while the variable is <paramref name="options"/>.</summary>
    /// <param name="options">In OpenCV's form: <c>name;value|name;value</c>.</param>
    /// <param name="open">Opens the capture.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    public T With<T>(string options, Func<T> open, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait = TryBegin(options);
            if (wait <= TimeSpan.Zero)
                break;
            Task.Delay(wait, _clock, cancellationToken).GetAwaiter().GetResult();
        }

        try
        {
            return open();
        }
        finally
        {
            lock (_gate)
                _opening--;
        }
    }

    private TimeSpan TryBegin(string options)
    {
        lock (_gate)
        {
            if (_current != options)
            {
                TimeSpan since = _clock.GetElapsedTime(_lastBegan);
                if (_opening > 0 && since < ReadWithin)
                    return TimeSpan.FromMilliseconds(20);
                _set(options);
                _current = options;
            }

            _opening++;
            _lastBegan = _clock.GetTimestamp();
            return TimeSpan.Zero;
        }
    }
}
