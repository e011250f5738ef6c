using System.Numerics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// The points of a template's level that registration looks at: the steepest one of every small square, so that they are spread over the picture and
/// their number does not grow with it. With each, how its brightness changes as the template is scaled, turned and shifted (Baker and Matthews,
/// "Lucas-Kanade 20 Years On", 2004: inverse compositional). Immutable.
/// </summary>
internal sealed class AlignmentPoints
{
    /// <summary>Most points of a level.</summary>
    public const int Most = 4096;

    private const int LeastGradient = 6;

    private AlignmentPoints(int capacity, double radius)
    {
        X = new float[capacity];
        Y = new float[capacity];
        Value = new float[capacity];
        ByScale = new float[capacity];
        ByTurn = new float[capacity];
        ByX = new float[capacity];
        ByY = new float[capacity];
        Radius = radius;
    }

    /// <summary>How many there are. The arrays are longer, up to whole vectors, with zeros.</summary>
    public int Count { get; private set; }

    /// <summary>From the centre to the right, in pixels of the level.</summary>
    public float[] X { get; }

    /// <summary>From the centre down, in pixels of the level.</summary>
    public float[] Y { get; }

    /// <summary>The template's brightness there.</summary>
    public float[] Value { get; }

    /// <summary>Change of brightness for a scaling that moves the corners by a pixel.</summary>
    public float[] ByScale { get; }

    /// <summary>Change of brightness for a turn that moves the corners by a pixel.</summary>
    public float[] ByTurn { get; }

    /// <summary>Change of brightness for a shift of a pixel.</summary>
    public float[] ByX { get; }

    /// <summary>Change of brightness for a shift of a pixel.</summary>
    public float[] ByY { get; }

    /// <summary>From the centre to the corner, in pixels of the level.</summary>
    public double Radius { get; }

    /// <summary>Arrays for as many numbers as a level has points, in whole vectors.</summary>
    public static int Capacity => Most + Vector<float>.Count;

    public static unsafe AlignmentPoints Of(Plane plane, IgnoredParts ignored, int level)
    {
        int side = (int)Math.Ceiling(Math.Sqrt((double)plane.Width * plane.Height / Most));
        side = Math.Max(1, side);
        while ((plane.Width / side) * (plane.Height / side) > Most)
            side++;
        var points = new AlignmentPoints(Capacity, 0.5 * Math.Sqrt(((double)plane.Width * plane.Width) + ((double)plane.Height * plane.Height)));
        for (int top = 0; top + side <= plane.Height; top += side)
        {
            for (int left = 0; left + side <= plane.Width; left += side)
                points.AddSteepest(plane, ignored, level, left, top, side);
        }

        return points;
    }

    private unsafe void AddSteepest(Plane plane, IgnoredParts ignored, int level, int left, int top, int side)
    {
        int best = LeastGradient * LeastGradient * 4, bestX = -1, bestY = 0;
        for (int y = Math.Max(1, top); y < Math.Min(plane.Height - 1, top + side); y++)
        {
            byte* row = plane.Row(y);
            for (int x = Math.Max(1, left); x < Math.Min(plane.Width - 1, left + side); x++)
            {
                int dx = row[x + 1] - row[x - 1], dy = row[x + plane.Stride] - row[x - plane.Stride];
                int square = (dx * dx) + (dy * dy);
                if (square > best && !ignored.Contains(x << level, y << level))
                    (best, bestX, bestY) = (square, x, y);
            }
        }

        if (bestX >= 0)
            Add(plane, bestX, bestY);
    }

    private unsafe void Add(Plane plane, int x, int y)
    {
        byte* at = plane.Row(y) + x;
        float gx = (at[1] - at[-1]) * 0.5f, gy = (at[plane.Stride] - at[-plane.Stride]) * 0.5f;
        float u = x + 0.5f - (plane.Width * 0.5f), v = y + 0.5f - (plane.Height * 0.5f);
        float un = (float)(u / Radius), vn = (float)(v / Radius);
        int i = Count++;
        X[i] = u;
        Y[i] = v;
        Value[i] = at[0];
        ByX[i] = gx;
        ByY[i] = gy;
        ByScale[i] = (gx * un) + (gy * vn);
        ByTurn[i] = (gy * un) - (gx * vn);
    }
}
