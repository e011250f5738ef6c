using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Finds a place for a defect and plans its strokes. A plan is a proposal: the painter judges what it does. Not thread safe.
/// </summary>
internal sealed class DefectShapes(CopperLayer template, Throws throws, Scratch scratch)
{
    private const float ThickestCut = 62;
    private const float WidestBridge = 54;

    /// <summary>Plans one defect.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="nets">The nets of the board as designed, for kinds that concern two of them.</param>
    /// <returns>False when the place that was thrown does not suit the kind: throw again.</returns>
    public bool Plan(BoardDefectKind kind, CopperNets nets) => kind switch
    {
        BoardDefectKind.Open => TryEdge(out CopperEdge edge) && Cut(edge),
        BoardDefectKind.Short => TryEdge(out CopperEdge edge) && Bridge(edge, nets),
        BoardDefectKind.Mousebite => TryEdge(out CopperEdge edge) && Bite(edge),
        BoardDefectKind.Spur => TryEdge(out CopperEdge edge) && Bump(edge),
        BoardDefectKind.Copper => Blot(CopperLayer.Bare, keepAway: 5),
        _ => Blot(CopperLayer.Copper, keepAway: 2.5f),
    };

    private PointPx Anywhere() => new(throws.Between(16, CopperLayer.Side - 16), throws.Between(16, CopperLayer.Side - 16));

    private bool TryEdge(out CopperEdge edge) => CopperEdge.TryFind(template, Anywhere(), throws.Pick(8), out edge);

    /// <summary>Across a conductor, from side to side.</summary>
    private bool Cut(CopperEdge edge)
    {
        float skew = throws.Between(-0.35f, 0.35f);
        float thick = edge.Until(template, outward: false, skew, ThickestCut);
        // Broad conductors are cut seldom.
        if (float.IsInfinity(thick) || throws.Chance((thick - 20) / ThickestCut) || !IsLong(edge, thick))
            return false;
        float radius = throws.Between(2, 5);
        PointPx from = edge.Point(2.5f, -2.5f * skew);
        PointPx to = edge.Point(-thick - 2.5f, skew * (thick + 2.5f));
        Wobble(from, to, radius);
        int more = throws.Pick(3);
        for (int i = 0; i < more; i++)
        {
            float shift = throws.Between(-5, 5);
            scratch.Add(edge.Point(throws.Between(-2, 2), shift), edge.Point(-thick * throws.Between(0.5f, 1), shift + throws.Between(-3, 3)), throws.Between(0.8f, 2));
        }

        return true;
    }

    /// <summary>Whether the conductor is longer than it is thick: a via that is cut in two opens nothing.</summary>
    private bool IsLong(CopperEdge edge, float thick) =>
        template.At(edge.Point(-thick / 2, thick * 0.9f)) == CopperLayer.Copper && template.At(edge.Point(-thick / 2, -thick * 0.9f)) == CopperLayer.Copper;

    /// <summary>From one net to another.</summary>
    private bool Bridge(CopperEdge edge, CopperNets nets)
    {
        float skew = throws.Between(-0.5f, 0.5f);
        float gap = edge.Until(template, outward: true, skew, WidestBridge);
        if (float.IsInfinity(gap) || throws.Chance((gap - 25) / WidestBridge))
            return false;
        PointPx from = edge.Point(-2.5f, -2.5f * skew);
        PointPx to = edge.Point(gap + 2.5f, skew * (gap + 2.5f));
        int one = NetAt(nets, from);
        int other = NetAt(nets, to);
        if (one < 0 || other < 0 || one == other)
            return false;
        Wobble(from, to, throws.Between(1.8f, 4));
        if (throws.Chance(0.3f))
            scratch.Add(edge.Point(1, 3), edge.Point(gap * throws.Between(0.4f, 1), throws.Between(-3, 3) + (skew * gap)), throws.Between(1, 2.5f));
        return true;
    }

    /// <summary>Into a conductor, not through it.</summary>
    private bool Bite(CopperEdge edge)
    {
        float thick = edge.Until(template, outward: false, 0, 40);
        float deepest = throws.Chance(0.15f) ? 30 : 18;
        float most = float.IsInfinity(thick) ? deepest : Math.Min(deepest, Math.Max(thick * 0.6f, thick - 9));
        if (most < 3.2f)
            return false;
        float deep = most < 5 ? most : throws.Between(Math.Max(3.2f, most * 0.45f), most);
        float radius = Math.Min(deep * 0.5f, throws.Between(1.6f, 5.5f));
        // A shallow bite must be long to be one at all.
        float along = throws.Between(Math.Max(0, 10 - deep), deep < 7 ? 13 : 9);
        PointPx outside = edge.Point(1.5f, -along / 2);
        PointPx tip = edge.Point(radius - deep, throws.Between(-along, along) / 2);
        scratch.Add(outside, tip, radius);
        scratch.Add(tip, edge.Point(1.5f, along / 2), radius);
        if (throws.Chance(0.4f))
            scratch.Add(edge.Point(1, throws.Between(-along, along)), edge.Point(-deep * throws.Between(0.3f, 0.8f), throws.Between(-along, along)), Math.Min(radius, throws.Between(1, 2)));
        return true;
    }

    /// <summary>Out of a conductor, not as far as the next.</summary>
    private bool Bump(CopperEdge edge)
    {
        float gap = edge.Until(template, outward: true, 0, 40);
        float tallest = throws.Chance(0.12f) ? 30 : 19;
        float most = float.IsInfinity(gap) ? tallest : Math.Min(tallest, Math.Max(gap * 0.55f, gap - 10));
        if (most < 3.5f)
            return false;
        float tall = most < 5 ? most : throws.Between(Math.Max(3.5f, most * 0.45f), most);
        float radius = Math.Min(tall * 0.55f, throws.Between(1.8f, 5));
        float along = throws.Between(Math.Max(0, 8 - tall), tall < 7 ? 12 : 6);
        PointPx tip = edge.Point(tall - radius, throws.Between(-4, 4));
        scratch.Add(edge.Point(-2, -along / 2), tip, radius);
        scratch.Add(edge.Point(-2, along / 2), tip, radius);
        if (throws.Chance(0.35f))
            scratch.Add(tip, edge.Point(tall * throws.Between(0.5f, 0.9f), throws.Between(-7, 7)), Math.Min(radius, 2.2f));
        return true;
    }

    /// <summary>A blot within one kind of ground: an island in bare laminate, a hole in copper.</summary>
    private bool Blot(byte ground, float keepAway)
    {
        PointPx at = Anywhere();
        if (template.At(at) != ground)
            return false;
        float extent = throws.Chance(0.85f) ? throws.Between(8, 26) : throws.Between(20, 42);
        float angle = throws.Between(0, MathF.Tau);
        (float dx, float dy) = (MathF.Cos(angle) * extent / 2, MathF.Sin(angle) * extent / 2);
        PointPx from = new(at.X - dx, at.Y - dy);
        PointPx to = new(at.X + dx, at.Y + dy);
        switch (throws.Pick(6))
        {
            case 0:
                scratch.Add(at, at, Math.Min(extent * 0.38f, 7.5f));
                break;
            case 1:
                float radius = throws.Between(3, 6);
                scratch.Add(new(at.X - (dx * 0.4f), at.Y - (dy * 0.4f)), new(at.X + (dx * 0.4f), at.Y + (dy * 0.4f)), radius);
                scratch.Add(at, new(at.X + (dy * 0.3f), at.Y - (dx * 0.3f)), radius * throws.Between(0.6f, 1.1f));
                break;
            case 2:
                // A right angle, as a hook or a T.
                float pen = throws.Between(1.6f, 3);
                scratch.Add(from, to, pen);
                scratch.Add(throws.Chance(0.5f) ? from : at, new(at.X + dy, at.Y - dx), pen);
                break;
            case 3:
                Scribble(at, extent, throws.Between(0.9f, 1.5f));
                break;
            case 4:
                Wobble(from, to, throws.Between(1.7f, 3.5f));
                scratch.Add(to, to, throws.Between(2.5f, 4.5f));
                break;
            default:
                Wobble(from, to, throws.Between(2, 4.5f));
                break;
        }

        byte other = ground == CopperLayer.Bare ? CopperLayer.Copper : CopperLayer.Bare;
        return !scratch.Touches(template, other, keepAway);
    }

    /// <summary>A line of three pieces that no ruler drew.</summary>
    private void Wobble(PointPx from, PointPx to, float radius)
    {
        (float dx, float dy) = (to.X - from.X, to.Y - from.Y);
        float first = throws.Between(-0.14f, 0.14f);
        float second = throws.Between(-0.14f, 0.14f);
        PointPx a = new(from.X + (dx * 0.35f) - (dy * first), from.Y + (dy * 0.35f) + (dx * first));
        PointPx b = new(from.X + (dx * 0.7f) - (dy * second), from.Y + (dy * 0.7f) + (dx * second));
        scratch.Add(from, a, radius * throws.Between(0.85f, 1.15f));
        scratch.Add(a, b, radius * throws.Between(0.85f, 1.15f));
        scratch.Add(b, to, radius * throws.Between(0.85f, 1.15f));
    }

    /// <summary>To and fro with a thin pen: what it fills has crumbs in it.</summary>
    private void Scribble(PointPx at, float extent, float radius)
    {
        PointPx last = at;
        int pieces = throws.Whole(5, 9);
        for (int i = 0; i < pieces; i++)
        {
            PointPx next = new(at.X + throws.Between(-extent / 2, extent / 2), at.Y + throws.Between(-extent / 3, extent / 3));
            scratch.Add(last, next, radius);
            last = next;
        }
    }

    /// <summary>The net at a place or right beside it: an end may lie on a rounded pixel.</summary>
    private static int NetAt(CopperNets nets, PointPx at) => nets.At((int)MathF.Floor(at.X), (int)MathF.Floor(at.Y));
}
