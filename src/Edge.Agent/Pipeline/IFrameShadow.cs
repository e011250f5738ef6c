using Edge.Domain.Detections;
using Edge.Domain.Frames;

namespace Edge.Agent.Pipeline;

/// <summary>Looks over a pipeline's shoulder: gets frames with what the model in force found in them. Called on pipeline threads.</summary>
internal interface IFrameShadow
{
    /// <summary>Takes a copy if it has time for one, else returns at once. Allocates nothing where it has none.</summary>
    /// <param name="camera">Whose frame.</param>
    /// <param name="at">UTC of the frame.</param>
    /// <param name="view">The frame's pixels; not to be kept.</param>
    /// <param name="found">What the model in force found; not to be kept.</param>
    void Offer(string camera, DateTimeOffset at, in FrameView view, ReadOnlySpan<Detection> found);
}
