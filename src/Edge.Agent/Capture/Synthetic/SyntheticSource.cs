using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// <c>synthetic:</c>: a drawn scene. The street and the line of boards are live cameras (or, with <c>pace=fast</c>, endless recordings);
/// the script is a recording whose frame numbers say which event they show.
/// </summary>
internal sealed class SyntheticSource : ISteppingSource
{
    private readonly SyntheticOptions _options;
    private readonly ISyntheticRenderer _renderer;
    private readonly TimeProvider _clock;
    private readonly ClockWait _wait;
    private long _opened;
    private TimeSpan _last;
    private long _index = -1;

    /// <summary>A source that is not open yet.</summary>
    /// <param name="name">What stands behind <c>synthetic:</c>; empty is the street.</param>
    /// <param name="settings">Pace of recordings is kept by the capture loop; nothing here applies to drawn scenes.</param>
    /// <param name="clock">Paces live scenes.</param>
    /// <exception cref="FormatException">The name or a setting is not one; the message says what is allowed.</exception>
    public SyntheticSource(string name, CaptureSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _options = SyntheticOptions.Parse(name);
        (Scene, _renderer) = _options.CreateFilm();
        _clock = clock;
        _wait = new ClockWait(clock);
        Description = name.Length == 0 ? "synthetic:street" : $"synthetic:{name}";
    }

    /// <summary>What is drawn.</summary>
    public SyntheticFilm Scene { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public bool IsLive => _options.IsLive;

    /// <inheritdoc/>
    public TimeSpan MediaTime => IsLive ? TimeSpan.Zero : Scene.TimeOf(Math.Max(0, _index));

    /// <inheritdoc/>
    public string? EndNote => null;

    /// <inheritdoc/>
    public void Open(CancellationToken cancellationToken)
    {
        _renderer.Prepare(_options.Size);
        _opened = _clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public Frame? Read(FramePool pool, CancellationToken cancellationToken) => Step(cancellationToken) ? Take(pool) : null;

    /// <inheritdoc/>
    public bool Step(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long next = _index + 1;
        if (IsLive)
            next = WaitFor(next, cancellationToken);
        if (Scene.FrameCount > 0 && next >= Scene.FrameCount)
            return false;
        _index = next;
        return true;
    }

    /// <inheritdoc/>
    public Frame Take(FramePool pool)
    {
        TimeSpan time = Scene.TimeOf(_index);
        SizePx size = _options.Faults.SizeAt(time, _options.Size);
        Frame frame = pool.Rent(size.Width, size.Height);
        _renderer.Draw(frame.View, _index);
        if (_options.Faults.IsGarbageAt(time))
            TornPicture.Spoil(frame.View, Scene.Seed, _index);
        frame.CapturedAt = new Moment(MediaTime, default);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wait.Dispose();
        _renderer.Dispose();
    }

    /// <summary>Waits until a frame is due, and suffers what goes wrong by then.</summary>
    /// <returns>The frame that is due: a later one where the reader was late, as a camera goes on without being looked at.</returns>
    private long WaitFor(long next, CancellationToken cancellationToken)
    {
        SyntheticFaults faults = _options.Faults;
        (next, TimeSpan wait) = Due(next);
        if (faults.DiesBetween(_last, Scene.TimeOf(next)))
            throw new CaptureException($"{Description}: the stream broke off, as dieEvery={faults.DieEvery.TotalSeconds}s asks");
        if (faults.StallsBetween(_last, Scene.TimeOf(next)))
        {
            _wait.Wait(faults.StallFor, cancellationToken);
            (next, wait) = Due(next);
        }

        // Behind the stall: one that is longer than its period shall end before the next begins.
        _last = Scene.TimeOf(next);
        _wait.Wait(wait, cancellationToken);
        return next;
    }

    private (long Index, TimeSpan Wait) Due(long next)
    {
        TimeSpan now = _clock.GetElapsedTime(_opened);
        next = Math.Max(next, (long)(now.TotalSeconds * Scene.Fps));
        return (next, Scene.TimeOf(next) - now);
    }
}
