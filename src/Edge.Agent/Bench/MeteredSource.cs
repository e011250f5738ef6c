using System.Diagnostics;
using Edge.Agent.Capture;
using Edge.Domain.Frames;

namespace Edge.Agent.Bench;

/// <summary>
/// A source with a meter on the thread that reads it: from one step to the next lies all that the capture does for a frame, hand-over included.
/// Opening a recording again at its end belongs to no frame.
/// </summary>
internal sealed class MeteredSource(ISteppingSource inner, CaptureMeter meter) : ISteppingSource
{
    private bool _stepped;
    private long _steppedAt;

    public string Description => inner.Description;

    public bool IsLive => inner.IsLive;

    public TimeSpan MediaTime => inner.MediaTime;

    public string? EndNote => inner.EndNote;

    /// <summary>The same, for any source.</summary>
    /// <exception cref="ArgumentException">The source cannot step.</exception>
    public static MeteredSource Over(IFrameSource source, CaptureMeter meter) => source is ISteppingSource stepping
        ? new MeteredSource(stepping, meter)
        : throw new ArgumentException($"{source.Description} cannot be measured", nameof(source));

    public void Open(CancellationToken cancellationToken) => inner.Open(cancellationToken);

    public Frame? Read(FramePool pool, CancellationToken cancellationToken) => Step(cancellationToken) ? Take(pool) : null;

    public bool Step(CancellationToken cancellationToken)
    {
        if (_stepped)
            meter.Allocation.Sample();
        else
            meter.Allocation.Begin();
        _stepped = true;
        _steppedAt = Stopwatch.GetTimestamp();
        return inner.Step(cancellationToken);
    }

    public Frame? Take(FramePool pool)
    {
        Frame? frame = inner.Take(pool);
        meter.Times.Add(Stopwatch.GetTimestamp() - _steppedAt);
        return frame;
    }

    public void Dispose() => inner.Dispose();
}
