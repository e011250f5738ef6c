using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// One byte a pixel, rows 64 bytes aligned, in memory that the collector neither moves nor scans.
/// A vector may be read or written up to 64 bytes behind the end of any row: it meets padding or the next row, never foreign memory.
/// </summary>
internal sealed unsafe class Plane
{
    private const int Alignment = 64;
    private readonly byte[] _memory;

    public Plane(int width, int height)
    {
        Width = width;
        Height = height;
        Stride = (width + Alignment + Alignment - 1) & ~(Alignment - 1);
        _memory = GC.AllocateArray<byte>((Stride * height) + (2 * Alignment), pinned: true);
        nint start = (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _memory[0]);
        Data = (byte*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Bytes from one row to the next: at least 64 more than the width.</summary>
    public int Stride { get; }

    public byte* Data { get; }

    public SizePx Size => new(Width, Height);

    public byte* Row(int y) => Data + ((nint)y * Stride);

    public void CopyFrom(Plane other) => Buffer.MemoryCopy(other.Data, Data, (long)Stride * Height, (long)other.Stride * other.Height);
}
