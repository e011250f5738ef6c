using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// A picture's brightness, smoothed, and halved level by level until its longer side is 96 pixels or less.
/// A point (x, y) of the picture is (x, y) / 2^level in a level, counted from the corner of the corner pixel.
/// </summary>
internal sealed class Pyramid
{
    private const int CoarsestSide = 96;
    private const int LeastSide = 24;
    private readonly ushort[] _sums;
    private readonly Plane _luma;

    public Pyramid(SizePx size)
    {
        _luma = new Plane(size.Width, size.Height);
        _sums = new ushort[size.Width + 32];
        Levels = new Plane[CountFor(size)];
        for (int level = 0; level < Levels.Length; level++)
            Levels[level] = new Plane(size.Width >> level, size.Height >> level);
    }

    /// <summary>Finest first.</summary>
    public Plane[] Levels { get; }

    public int Coarsest => Levels.Length - 1;

    public void Take(in Domain.Frames.FrameView picture)
    {
        PlaneFilters.Luma(picture, _luma);
        PlaneFilters.Smooth(_luma, Levels[0], _sums);
        for (int level = 1; level < Levels.Length; level++)
            PlaneFilters.Halve(Levels[level - 1], Levels[level]);
    }

    private static int CountFor(SizePx size)
    {
        int levels = 1;
        while (Math.Max(size.Width, size.Height) >> (levels - 1) > CoarsestSide && Math.Min(size.Width, size.Height) >> levels >= LeastSide)
            levels++;
        return levels;
    }
}
