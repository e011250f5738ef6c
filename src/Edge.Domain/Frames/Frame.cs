using System.Runtime.InteropServices;
using Edge.Domain.Geometry;

namespace Edge.Domain.Frames;

/// <summary>
/// One captured picture: 8-bit BGR in native memory that it owns, rented from a <see cref="FramePool"/>.
/// Dispose it exactly once; the pool gets the memory back. Not thread safe: one owner at a time, handed on explicitly.
/// </summary>
public sealed unsafe class Frame : IDisposable
{
    private readonly FramePool _pool;
    private nint _memory;
    private int _rented;

    internal Frame(FramePool pool, int width, int height)
    {
        _pool = pool;
        Width = width;
        Height = height;
        // 64-byte rows keep vector loads inside one cache line.
        StrideBytes = ((width * 3) + 63) & ~63;
        _memory = (nint)NativeMemory.AlignedAlloc((nuint)StrideBytes * (nuint)height, 64);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next: a multiple of 64.</summary>
    public int StrideBytes { get; }

    /// <summary>Width and height.</summary>
    public SizePx Size => new(Width, Height);

    /// <summary>Position in its source, from 0, counting every frame the source delivered, dropped ones too.</summary>
    public long Sequence { get; set; }

    /// <summary>When it was captured (recorded sources: its time in the recording).</summary>
    public Moment CapturedAt { get; set; }

    /// <summary><see cref="TimeProvider.GetTimestamp"/> when the pixels were complete: the start of the end-to-end latency.</summary>
    public long ArrivedTimestamp { get; set; }

    /// <summary>
    /// <see cref="TimeProvider.GetTimestamp"/> before which no light of this picture was collected, as well as is known: by the driver's own stamp,
    /// otherwise by when the read for it began. A picture asked for at a later moment than this may show the world before that moment.
    /// </summary>
    public long ExposedTimestamp { get; set; }

    /// <summary>First byte of the top row.</summary>
    /// <exception cref="ObjectDisposedException">The frame went back to its pool.</exception>
    public nint Pixels
    {
        get
        {
            ObjectDisposedException.ThrowIf(_rented == 0, this);
            return _memory;
        }
    }

    /// <summary>The pixels, for as long as the frame is not disposed.</summary>
    public FrameView View => new((byte*)Pixels, Width, Height, StrideBytes);

    /// <summary>Gives the memory back to the pool; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, 0) == 1)
            _pool.Return(this);
    }

    internal void MarkRented()
    {
        ExposedTimestamp = 0;
        _rented = 1;
    }

    internal void Free()
    {
        nint memory = Interlocked.Exchange(ref _memory, 0);
        if (memory != 0)
            NativeMemory.AlignedFree((void*)memory);
    }
}
