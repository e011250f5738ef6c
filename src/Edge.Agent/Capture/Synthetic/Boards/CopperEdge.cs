using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>A place where copper ends.</summary>
/// <param name="At">On the edge: copper behind it, bare laminate before it.</param>
/// <param name="NormalX">Across, of the unit vector out of the copper.</param>
/// <param name="NormalY">Down, of the unit vector out of the copper.</param>
internal readonly record struct CopperEdge(PointPx At, float NormalX, float NormalY)
{
    private const int Reach = 5;

    /// <summary>A point before the edge (distance above 0) or behind it, and beside it.</summary>
    /// <param name="distance">Along the normal, in pixels.</param>
    /// <param name="aside">Along the edge, in pixels.</param>
    public PointPx Point(float distance, float aside = 0) =>
        new(At.X + (NormalX * distance) - (NormalY * aside), At.Y + (NormalY * distance) + (NormalX * aside));

    /// <summary>Looks for an edge from a place, in a direction.</summary>
    /// <param name="layer">The board.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="eighth">Which way, in eighths of a circle.</param>
    /// <param name="edge">What was found.</param>
    /// <returns>False when there is none up to the picture's edge.</returns>
    public static bool TryFind(CopperLayer layer, PointPx from, int eighth, out CopperEdge edge)
    {
        edge = default;
        byte start = layer.At(from);
        for (int step = 1; step < CopperLayer.Side; step++)
        {
            PointPx at = TraceWalk.Go(from, eighth, step);
            if (at.X < Reach || at.Y < Reach || at.X >= CopperLayer.Side - Reach || at.Y >= CopperLayer.Side - Reach)
                return false;
            if (layer.At(at) != start)
                return TryNormal(layer, at, out edge);
        }

        return false;
    }

    /// <summary>How far it is from the edge until the board changes again.</summary>
    /// <param name="layer">The board.</param>
    /// <param name="outward">Out of the copper, to the next conductor; else through the copper, to its other side.</param>
    /// <param name="skew">How much the way leans aside for each step along the normal.</param>
    /// <param name="most">Where to stop looking.</param>
    /// <returns>The distance; <see cref="float.PositiveInfinity"/> when nothing changes within <paramref name="most"/> pixels.</returns>
    public float Until(CopperLayer layer, bool outward, float skew, float most)
    {
        byte own = outward ? CopperLayer.Bare : CopperLayer.Copper;
        for (float way = 1.5f; way < most; way += 0.5f)
        {
            PointPx at = Point(outward ? way : -way, skew * way);
            if (at.X < 0 || at.Y < 0 || at.X >= CopperLayer.Side || at.Y >= CopperLayer.Side)
                return float.PositiveInfinity;
            if (layer.At(at) != own)
                return way;
        }

        return float.PositiveInfinity;
    }

    /// <summary>The normal is the way from the copper's centre of mass around the place to the place.</summary>
    private static bool TryNormal(CopperLayer layer, PointPx at, out CopperEdge edge)
    {
        (int x, int y) = ((int)at.X, (int)at.Y);
        (int sumX, int sumY) = (0, 0);
        for (int dy = -Reach; dy <= Reach; dy++)
        {
            for (int dx = -Reach; dx <= Reach; dx++)
            {
                if (layer.At(x + dx, y + dy) != CopperLayer.Copper)
                    continue;
                sumX -= dx;
                sumY -= dy;
            }
        }

        float length = MathF.Sqrt((sumX * sumX) + (sumY * sumY));
        if (length < 20)
        {
            edge = default;
            return false;
        }

        edge = new CopperEdge(at, sumX / length, sumY / length);
        return true;
    }
}
