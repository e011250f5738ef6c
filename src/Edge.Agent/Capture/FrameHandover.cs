using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>Takes frames from one capture thread to one pipeline thread. Allocates nothing per frame.</summary>
internal abstract class FrameHandover : IDisposable
{
    private readonly SemaphoreSlim _available = new(0);
    private volatile bool _closed;

    /// <summary>Frames that can be taken.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Whether <see cref="Close"/> was called.</summary>
    protected bool IsClosed => _closed;

    /// <summary>Hands a frame over, whether it is kept or not: the caller no longer owns it. Only an exception leaves it with the caller.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while there was no room.</exception>
    public void Offer(Frame frame, CancellationToken cancellationToken)
    {
        if (Put(frame, cancellationToken))
            _available.Release();
        if (_closed)
            Drain();
    }

    /// <summary>The next frame, for the caller to own; null when none comes in time.</summary>
    public Frame? Take(TimeSpan timeout, CancellationToken cancellationToken) =>
        _available.Wait(timeout, cancellationToken) ? Get() : null;

    /// <summary>Disposes what is not taken, now and from now on.</summary>
    public void Close()
    {
        _closed = true;
        Drain();
    }

    public void Dispose() => Close();

    /// <summary>Puts a frame in.</summary>
    /// <returns>Whether there is one more to take.</returns>
    protected abstract bool Put(Frame frame, CancellationToken cancellationToken);

    /// <summary>Takes a frame out; null when closing was faster.</summary>
    protected abstract Frame? Get();

    private void Drain()
    {
        while (_available.Wait(0))
            Get()?.Dispose();
    }
}
