#nullable enable

namespace OpenCvSharp;

/// <summary>Something that owns native memory.</summary>
public abstract class DisposableObject : IDisposable
{
    private int _disposeSignaled;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; protected set; }

    /// <summary>Frees what was forgotten.</summary>
    ~DisposableObject() => Dispose(false);

    /// <summary>Frees it; a second call does nothing.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees it; a second call does nothing.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposeSignaled, 1) != 0)
            return;

        IsDisposed = true;
        if (disposing)
            DisposeManaged();
        DisposeUnmanaged();
    }

    /// <summary>Frees managed resources.</summary>
    protected virtual void DisposeManaged()
    {
    }

    /// <summary>Frees native resources.</summary>
    protected virtual void DisposeUnmanaged()
    {
    }

    /// <summary>Throws when it was disposed.</summary>
    /// <exception cref="ObjectDisposedException">It was.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
