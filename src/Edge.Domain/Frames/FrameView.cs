using Edge.Domain.Geometry;

namespace Edge.Domain.Frames;

/// <summary>
/// A borrowed look at 8-bit BGR pixels, rows top to bottom, three bytes a pixel (blue, green, red).
/// Valid only while its owner lives; copy nothing, keep nothing.
/// </summary>
public readonly unsafe ref struct FrameView
{
    /// <summary>Looks at pixels that somebody else owns.</summary>
    /// <param name="pixels">First byte of the top row.</param>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="height">Rows, 1 or more.</param>
    /// <param name="strideBytes">Bytes from one row to the next, at least 3 * <paramref name="width"/>.</param>
    public FrameView(byte* pixels, int width, int height, int strideBytes)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(strideBytes, width * 3);
        Pixels = pixels;
        Width = width;
        Height = height;
        StrideBytes = strideBytes;
    }

    /// <summary>First byte of the top row.</summary>
    public byte* Pixels { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int StrideBytes { get; }

    /// <summary>Width and height.</summary>
    public SizePx Size => new(Width, Height);

    /// <summary>Row <paramref name="y"/>, 3 * Width bytes.</summary>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return new(Pixels + ((nint)y * StrideBytes), Width * 3);
    }
}
