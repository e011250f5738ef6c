using Edge.Agent.Health;
using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>The newest frame wins: one that was not taken in time is given back to its pool and counted as dropped.</summary>
internal sealed class NewestFrame(CameraMetrics metrics) : FrameHandover
{
    private Frame? _newest;

    public override bool IsEmpty => Volatile.Read(ref _newest) is null;

    protected override bool Put(Frame frame, CancellationToken cancellationToken)
    {
        Frame? late = Interlocked.Exchange(ref _newest, frame);
        if (late is null)
            return true;
        late.Dispose();
        metrics.CountDropped();
        return false;
    }

    protected override Frame? Get() => Interlocked.Exchange(ref _newest, null);
}
