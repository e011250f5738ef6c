namespace Edge.Vision.Inference;

/// <summary>
/// Lets one thread at a time use native buffers, and frees them when nobody is in there any more, whichever thread asked for it.
/// No locks on the way in and out.
/// </summary>
internal sealed class RunGuard(string owner, Action cancel, Action free) : IDisposable
{
    private const int Running = 1;
    private const int Disposed = 2;
    private int _state;

    /// <summary>Goes in; <see cref="Leave"/> must follow.</summary>
    /// <exception cref="ObjectDisposedException">The buffers are gone, or will be.</exception>
    /// <exception cref="InvalidOperationException">Another thread is inside.</exception>
    public void Enter()
    {
        int before = Interlocked.CompareExchange(ref _state, Running, 0);
        ObjectDisposedException.ThrowIf((before & Disposed) != 0, this);
        if (before != 0)
            throw new InvalidOperationException($"another thread is using this {owner}; make one for each camera");
    }

    /// <summary>Goes out, and frees the buffers if that was asked for meanwhile.</summary>
    public void Leave()
    {
        if ((Interlocked.And(ref _state, ~Running) & Disposed) != 0)
            free();
    }

    /// <summary>Frees the buffers now, or cancels the run in progress and frees them when it returns.</summary>
    public void Dispose()
    {
        int before = Interlocked.Or(ref _state, Disposed);
        if ((before & Disposed) != 0)
            return;
        if ((before & Running) != 0)
            cancel();
        else
            free();
    }
}
