using Edge.Domain.Geometry;

namespace Edge.Vision.Decoding;

/// <summary>The grids of cells that anchor-free detectors lay over their input.</summary>
internal static class StrideGrids
{
    /// <summary>Cells along <paramref name="pixels"/> pixels, the last one perhaps cut.</summary>
    public static int Length(int pixels, int stride) => (pixels + stride - 1) / stride;

    /// <summary>Cells of all grids together.</summary>
    public static int Cells(SizePx input, ReadOnlySpan<int> strides)
    {
        int cells = 0;
        foreach (int stride in strides)
            cells += Length(input.Width, stride) * Length(input.Height, stride);
        return cells;
    }
}
