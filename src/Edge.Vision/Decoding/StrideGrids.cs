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

    /// <summary>
    /// Whether <paramref name="cells"/> is the number of cells of one or more neighbouring grids among the strides 4 to 64. Detectors of small things
    /// keep only a fine grid; decoders whose outputs hold whole boxes need no more than that the number is no accident.
    /// </summary>
    public static bool AreCells(SizePx input, int cells)
    {
        ReadOnlySpan<int> strides = [4, 8, 16, 32, 64];
        for (int first = 0; first < strides.Length; first++)
        {
            for (int count = 1; first + count <= strides.Length; count++)
            {
                if (Cells(input, strides.Slice(first, count)) == cells)
                    return true;
            }
        }

        return false;
    }
}
