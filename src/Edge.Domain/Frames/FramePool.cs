using System.Collections.Concurrent;

namespace Edge.Domain.Frames;

/// <summary>
/// Hands out frames and takes them back, so that the steady state allocates nothing. Thread safe.
/// Frames of another size than the last one asked for are freed when they come back: a camera that changes its size costs one refill.
/// </summary>
public sealed class FramePool : IDisposable
{
    private readonly ConcurrentQueue<Frame> _idle = new();
    private readonly int _maximumIdle;
    private int _width;
    private int _height;
    private int _outstanding;
    private volatile bool _disposed;

    /// <summary>A pool that keeps at most <paramref name="maximumIdle"/> unused frames.</summary>
    public FramePool(int maximumIdle = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumIdle, 1);
        _maximumIdle = maximumIdle;
    }

    /// <summary>Frames rented and not yet given back.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>A frame of the given size, pixels undefined. The caller owns it and disposes it once.</summary>
    public Frame Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ObjectDisposedException.ThrowIf(_disposed, this);
        _width = width;
        _height = height;
        Interlocked.Increment(ref _outstanding);
        while (_idle.TryDequeue(out Frame? idle))
        {
            if (idle.Width == width && idle.Height == height)
            {
                idle.MarkRented();
                return idle;
            }

            idle.Free();
        }

        var frame = new Frame(this, width, height);
        frame.MarkRented();
        return frame;
    }

    /// <summary>Frees the idle frames; rented ones are freed as they come back.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryDequeue(out Frame? idle))
            idle.Free();
    }

    internal void Return(Frame frame)
    {
        Interlocked.Decrement(ref _outstanding);
        if (_disposed || frame.Width != _width || frame.Height != _height || _idle.Count >= _maximumIdle)
            frame.Free();
        else
            _idle.Enqueue(frame);
    }
}
