using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>
/// Where a pipeline takes one camera's frames from. One consumer.
/// Live sources: the newest frame wins and the ones it replaces are counted as dropped. Recorded sources: every frame, in order.
/// </summary>
public interface IFrameFeed
{
    /// <summary>Waits for the next frame.</summary>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A frame that the caller now owns and disposes; null when none came in time or the source has ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Frame? Take(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>True once a recorded source is at its end and every frame of it was taken.</summary>
    bool IsCompleted { get; }
}
