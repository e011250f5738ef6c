using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Vision.Anomaly;

/// <summary>
/// Measures whether a picture can be judged: light and sharpness. It owns its buffers and allocates nothing in a measurement; one thread at a time.
/// <para>
/// Sharpness is the width of the strongest edges: for a transition of Gaussian shape with deviation s over a contrast A the sums over slopes are
/// sum(g^3) / sum(g^4) = s sqrt(2 pi) sqrt(4/3) / A, however long the edges are. High powers leave noise and soft structure little weight,
/// and brightness and contrast cancel out.
/// </para>
/// </summary>
public sealed unsafe class PictureConditionMeter
{
    private const int OutsideRange = 2000;
    private const int NearBlack = 8;
    private const int NearWhite = 247;
    private const double LeastSlopeShare = 0.04;
    private const int LeastSlope = 5;
    private readonly Plane _luma;
    private readonly Plane _smooth;
    private readonly ushort[] _sums;
    private readonly int[] _histogram = new int[256];
    private readonly int[][] _slopes = [new int[256], new int[256], new int[256], new int[256]];

    /// <summary>Buffers for pictures of one size.</summary>
    /// <param name="size">In pixels; each side at least 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is shorter.</exception>
    public PictureConditionMeter(SizePx size)
    {
        if (Math.Min(size.Width, size.Height) < 8)
            throw new ArgumentOutOfRangeException(nameof(size), size, "each side must have at least 8 pixels");
        Size = size;
        _luma = new Plane(size.Width, size.Height);
        _smooth = new Plane(size.Width, size.Height);
        _sums = new ushort[size.Width + 32];
    }

    /// <summary>Size of the pictures that it measures.</summary>
    public SizePx Size { get; }

    /// <summary>Measures a picture.</summary>
    /// <exception cref="GoldenSizeException">The picture has another size.</exception>
    public PictureMeasure Measure(in FrameView picture)
    {
        if (picture.Size != Size)
            throw new GoldenSizeException("picture", picture.Size, Size);
        PlaneFilters.Luma(picture, _luma);
        PlaneFilters.Smooth(_luma, _smooth, _sums);
        Count(_luma);
        CountSlopes();
        int total = Size.Width * Size.Height, black = 0, white = 0;
        long sum = 0;
        for (int i = 0; i < 256; i++)
        {
            sum += (long)i * _histogram[i];
            black += i <= NearBlack ? _histogram[i] : 0;
            white += i >= NearWhite ? _histogram[i] : 0;
        }

        // Noise must not pass for contrast: that is taken from the smoothed picture.
        Count(_smooth);
        int low = 0, high = 255, outside = total / OutsideRange;
        for (int passed = _histogram[0]; passed <= outside; passed += _histogram[low])
            low++;
        for (int passed = _histogram[255]; passed <= outside; passed += _histogram[high])
            high--;
        int contrast = Math.Max(0, high - low);
        const double Diagonal = 1.4142135623730951;
        return new PictureMeasure(
            (float)sum / total, low, Math.Max(low, high), (float)black / total, (float)white / total,
            new EdgeWidths(Width(_slopes[0], contrast, 1), Width(_slopes[1], contrast, 1), Width(_slopes[2], contrast, Diagonal), Width(_slopes[3], contrast, Diagonal)));
    }

    private void Count(Plane plane)
    {
        Array.Clear(_histogram);
        fixed (int* histogram = _histogram)
        {
            for (int y = 0; y < Size.Height; y++)
            {
                byte* row = plane.Row(y);
                for (int x = 0; x < Size.Width; x++)
                    histogram[row[x]]++;
            }
        }
    }

    /// <summary>How often each slope from a pixel to its neighbour occurs, in four directions; every other row is enough.</summary>
    private void CountSlopes()
    {
        foreach (int[] slopes in _slopes)
            Array.Clear(slopes);
        fixed (int* across = _slopes[0], down = _slopes[1], falling = _slopes[2], rising = _slopes[3])
        {
            for (int y = 1; y < Size.Height; y += 2)
            {
                byte* row = _smooth.Row(y), above = _smooth.Row(y - 1);
                for (int x = 1; x < Size.Width; x++)
                {
                    int here = row[x], left = row[x - 1], top = above[x], corner = above[x - 1];
                    across[Math.Abs(here - left)]++;
                    down[Math.Abs(here - top)]++;
                    falling[Math.Abs(here - corner)]++;
                    rising[Math.Abs(left - top)]++;
                }
            }
        }
    }

    private static float Width(int[] slopes, int contrast, double distance)
    {
        double third = 0, fourth = 0;
        for (int slope = Math.Max(LeastSlope, (int)(LeastSlopeShare * contrast)); slope < 256; slope++)
        {
            double g = slope / distance, cube = g * g * g * slopes[slope];
            third += cube;
            fourth += cube * g;
        }

        return fourth <= 0 ? EdgeWidths.None : (float)Math.Min(EdgeWidths.None, contrast * third / fourth / Math.Sqrt(2 * Math.PI * 4 / 3));
    }
}
