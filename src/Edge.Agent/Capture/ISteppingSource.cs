using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>
/// A source that can step over a frame without making its pixels: for the frames that a limit on the rate,
/// a late clock or a resumed recording throws away. <see cref="IFrameSource.Read"/> is <see cref="Step"/> and <see cref="Take"/>.
/// </summary>
internal interface ISteppingSource : IFrameSource
{
    /// <summary>Time of the frame last stepped to since the start of the recording; 0 for a live source.</summary>
    TimeSpan MediaTime { get; }

    /// <summary>At the end: why it came early, for people; null when there is nothing to say.</summary>
    string? EndNote { get; }

    /// <summary>Steps to the next frame, waiting for it.</summary>
    /// <returns>False at the end, as <see cref="IFrameSource.Read"/> gives null.</returns>
    /// <exception cref="CaptureException">The source broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    bool Step(CancellationToken cancellationToken);

    /// <summary>The frame last stepped to, for the caller to own; null when this one cannot be decoded but the next may, which the source has told. Once for each step.</summary>
    /// <exception cref="CaptureException">The source broke.</exception>
    Frame? Take(FramePool pool);
}
