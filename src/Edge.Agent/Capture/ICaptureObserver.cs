using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>Hears what a camera's capture is doing. Called from capture threads: be quick, never throw.</summary>
public interface ICaptureObserver
{
    /// <summary>The condition changed, or the same condition has a new reason.</summary>
    /// <param name="cameraId">Which camera.</param>
    /// <param name="condition">The new condition.</param>
    /// <param name="reason">For people, without credentials; empty when streaming.</param>
    /// <param name="at">When (live time, also for recorded sources).</param>
    void ConditionChanged(string cameraId, CaptureCondition condition, string reason, Moment at);

    /// <summary>The source was tried again and failed as before: no news, and a sign of life of the capture's loop.</summary>
    /// <param name="cameraId">Which camera.</param>
    void FailedAgain(string cameraId)
    {
    }
}
