using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>
/// One way to get frames: a backend behind <see cref="CameraCapture"/>. Used by one thread at a time, opened at most once;
/// after a failure it is disposed and a new one is made.
/// </summary>
internal interface IFrameSource : IDisposable
{
    /// <summary>What it is, for people and logs, without credentials.</summary>
    string Description { get; }

    /// <summary>
    /// True when frames come at their own pace and cannot be had again (newest wins, stalls are watched);
    /// false for a recording, of which every frame is taken in order.
    /// </summary>
    bool IsLive { get; }

    /// <summary>Opens it. Blocks until it is open.</summary>
    /// <param name="cancellationToken">Ends the attempt where the backend can.</param>
    /// <exception cref="CaptureException">It cannot be opened; the message says why, without credentials.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    void Open(CancellationToken cancellationToken);

    /// <summary>
    /// The next frame, in a frame rented from <paramref name="pool"/>. The source fills the pixels and, when <see cref="IsLive"/> is false,
    /// <see cref="Frame.CapturedAt"/>'s monotonic part with the frame's time in the recording (0 for the first, never going backwards);
    /// A live source whose driver stamps its frames sets <see cref="Frame.ExposedTimestamp"/>, which is 0 otherwise.
    /// <see cref="CameraCapture"/> sets everything else. A live source that waits for its next frame must end the wait when the token is cancelled, where it can.
    /// </summary>
    /// <param name="pool">Where frames come from.</param>
    /// <param name="cancellationToken">Ends a wait.</param>
    /// <returns>A frame that the caller now owns; null at the end of a recording or of a stream that was closed in good order.</returns>
    /// <exception cref="CaptureException">The source broke; the message says how, without credentials.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Frame? Read(FramePool pool, CancellationToken cancellationToken);
}
