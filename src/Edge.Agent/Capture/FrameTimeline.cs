using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>
/// Numbers and stamps one camera's frames, over reconnects, loops and restarts of the process. Not thread safe: the camera's one working capture thread uses it.
/// A recording's frames are numbered by their place in it, so that what was judged before a crash is known exactly.
/// </summary>
internal sealed class FrameTimeline
{
    // For a recording of one frame, whose rate nobody knows.
    private static readonly TimeSpan DefaultFrameTime = TimeSpan.FromMilliseconds(40);

    private readonly TimeProvider _clock;
    private readonly bool _mediaClock;
    private long _passStart;
    private TimeSpan _passOffset;
    private TimeSpan _latest;

    /// <param name="clock">Live time.</param>
    /// <param name="mediaClock">Whether frames carry their recording's time instead of live time.</param>
    public FrameTimeline(TimeProvider clock, bool mediaClock)
    {
        _clock = clock;
        _mediaClock = mediaClock;
    }

    /// <summary>Number of the frame that comes next.</summary>
    public long Next { get; set; }

    /// <summary>Frames of the present pass through the recording that come before <see cref="Next"/>: to be stepped over after opening it.</summary>
    public long ToSkip => Next - _passStart;

    /// <summary>Live time, for reports.</summary>
    public static Moment Now(TimeProvider clock) => new(clock.GetElapsedTime(0), clock.GetUtcNow());

    /// <summary>Live or recorded time of a frame at <paramref name="media"/> in this pass.</summary>
    public TimeSpan OfPass(TimeSpan media) => _passOffset + media;

    /// <summary>Stamps the frame whose pixels are complete. <see cref="Frame.CapturedAt"/> holds its time in the recording.</summary>
    public void Stamp(Frame frame)
    {
        frame.ArrivedTimestamp = _clock.GetTimestamp();
        TimeSpan monotonic = _mediaClock ? OfPass(frame.CapturedAt.Monotonic) : _clock.GetElapsedTime(0, frame.ArrivedTimestamp);
        _latest = monotonic > _latest ? monotonic : _latest;
        frame.CapturedAt = new Moment(_latest, _clock.GetUtcNow());
        frame.Sequence = Next;
    }

    /// <summary>A pass through the recording ended behind its <paramref name="frames"/>th frame, at <paramref name="lastMedia"/>: the next pass goes on from there.</summary>
    public void PassEnded(long frames, TimeSpan lastMedia)
    {
        TimeSpan duration = lastMedia + (frames > 1 ? lastMedia / (frames - 1) : DefaultFrameTime);
        // Resuming far into a loop: the passes that lie before it need no reading.
        long passes = Math.Max(1, ToSkip / frames);
        _passStart += passes * frames;
        _passOffset += duration * passes;
    }
}
