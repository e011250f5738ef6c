using Edge.Agent.Capture;
using Edge.Domain.Frames;

namespace Edge.Agent.Bench;

/// <summary>Keeps the reason why a source does not stream. Thread safe.</summary>
internal sealed class CaptureFaults : ICaptureObserver
{
    private volatile string? _reason;

    /// <inheritdoc/>
    public void ConditionChanged(string cameraId, CaptureCondition condition, string reason, Moment at)
    {
        if (condition is CaptureCondition.Disconnected or CaptureCondition.Ended)
            _reason = reason;
    }

    /// <summary>Throws where the source broke: a recording that cannot be read once will not be read better a second time.</summary>
    /// <exception cref="BenchException">It did.</exception>
    public void Throw()
    {
        if (_reason is { } reason)
            throw new BenchException(reason);
    }
}
