using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Draws the frames of a film, in any order; after the first ones nothing is allocated. Not thread safe.</summary>
internal interface ISyntheticRenderer : IDisposable
{
    /// <summary>Does ahead of the first frame what takes far longer than a frame.</summary>
    /// <param name="size">Size of the frames to come.</param>
    void Prepare(SizePx size);

    /// <summary>Draws one frame.</summary>
    /// <param name="view">Where to; every pixel is written.</param>
    /// <param name="frame">Frame index, from 0.</param>
    void Draw(in FrameView view, long frame);
}
