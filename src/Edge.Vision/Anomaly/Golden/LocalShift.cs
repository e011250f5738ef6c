using System.Runtime.Intrinsics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// Asks of a region of differences whether its surroundings as a whole lie a little aside: features of one part may be displaced against each other,
/// and then a whole edge is off by more than the tolerance. The shift is the one under which the surroundings look most alike, so a defect
/// at an edge, which the rest of the edge does not follow, is not explained. One thread at a time.
/// </summary>
internal sealed unsafe class LocalShift
{
    /// <summary>Surroundings that are looked at beyond the region, in pixels.</summary>
    private const int Margin = 16;

    private readonly int _reach;
    private readonly int _radius;

    public LocalShift(GoldenOptions options)
    {
        _reach = options.LocalShiftPx;
        _radius = options.EdgeTolerancePx;
    }

    /// <summary>What is left of a region's differences when its surroundings are shifted to look most alike; the rest is taken out of the map.</summary>
    /// <param name="region">The region, in pixels of the template; edges exclusive.</param>
    /// <param name="map">The picture's differences, and its envelope.</param>
    /// <param name="picture">The picture over the template.</param>
    /// <param name="template">The template.</param>
    /// <param name="threshold">Differences above count.</param>
    public (int Area, long Mass) Remains(in DifferenceRegions.Region region, DifferenceMap map, Plane picture, GoldenTemplate template, byte threshold)
    {
        if (_reach == 0)
            return (region.Area, region.Mass);
        (int dx, int dy) = MostAlike(region, picture, template);
        if (dx == 0 && dy == 0)
            return (region.Area, region.Mass);
        int area = 0;
        long mass = 0;
        for (int y = Math.Max(region.Top, _reach); y < Math.Min(region.Bottom, picture.Height - _reach); y++)
        {
            for (int x = Math.Max(region.Left, _reach); x < Math.Min(region.Right, picture.Width - _reach); x++)
            {
                // What did not differ before is no new difference: the shift is there to explain.
                if (map.Differences.Row(y)[x] <= threshold)
                    continue;
                int difference = map.DifferenceAt(x, y, dx, dy, picture, template);
                if (difference <= threshold)
                {
                    map.Differences.Row(y)[x] = (byte)difference;
                    continue;
                }

                area++;
                mass += difference;
            }
        }

        return (area, mass);
    }

    /// <summary>The shift of the template, within reach, under which the surroundings of a region differ least.</summary>
    private (int X, int Y) MostAlike(in DifferenceRegions.Region region, Plane picture, GoldenTemplate template)
    {
        int edge = _reach + _radius;
        int left = Math.Max(edge, region.Left - Margin), right = Math.Min(picture.Width - edge, region.Right + Margin);
        int top = Math.Max(edge, region.Top - Margin), bottom = Math.Min(picture.Height - edge, region.Bottom + Margin);
        // Whole vectors, kept inside the picture; of tall regions every other row is enough.
        int width = Math.Min((right - left + 15) & ~15, (picture.Width - (2 * edge)) & ~15);
        left = Math.Max(edge, Math.Min(left, picture.Width - edge - width));
        if (width < 16 || bottom <= top)
            return (0, 0);
        int step = bottom - top > 96 ? 2 : 1;
        byte cap = (byte)Math.Clamp(template.Contrast / 2, 1, 255);
        long least = Cost(0, 0);
        // Staying is preferred where nothing is won.
        (int X, int Y) best = (0, 0);
        for (int dy = -_reach; dy <= _reach; dy++)
        {
            for (int dx = -_reach; dx <= _reach; dx++)
            {
                long cost = Cost(dx, dy);
                if (cost < least)
                    (least, best) = (cost, (dx, dy));
            }
        }

        return best;

        long Cost(int dx, int dy)
        {
            long sum = 0;
            Vector128<byte> most = Vector128.Create(cap);
            for (int y = top; y < bottom; y += step)
            {
                byte* row = picture.Row(y) + left, with = template.Levels[0].Row(y + dy) + left + dx;
                Vector128<ushort> line = Vector128<ushort>.Zero;
                // 2 x 255 a step and lane: 128 steps, 2048 pixels, fit; wider windows are cut off there.
                for (int x = 0; x < Math.Min(width, 2048); x += 16)
                {
                    Vector128<byte> a = Vector128.Load(row + x), b = Vector128.Load(with + x);
                    Vector128<byte> difference = Vector128.Min(Vector128.Max(a, b) - Vector128.Min(a, b), most);
                    line += Vector128.WidenLower(difference) + Vector128.WidenUpper(difference);
                }

                Vector128<uint> wide = Vector128.WidenLower(line) + Vector128.WidenUpper(line);
                sum += Vector128.Sum(wide);
            }

            return sum;
        }
    }
}
