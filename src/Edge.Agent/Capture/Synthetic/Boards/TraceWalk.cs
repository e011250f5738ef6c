using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// A trace that finds its way from a pad: straight pieces that turn by an eighth of a circle, as layout programs route them, kept away from
/// what is there already. Planned first, drawn when it is long enough.
/// </summary>
internal static class TraceWalk
{
    private const int MaximumPieces = 7;

    // Shorter ones make a pad and what is at the trace's end look like one thing that was damaged.
    private const float ShortestFirst = 64;
    private const float ShortestNext = 30;

    /// <summary>The step of a direction, in eighths of a circle clockwise from right.</summary>
    public static (float X, float Y) Step(int eighth) => (eighth & 7) switch
    {
        0 => (1, 0),
        1 => (0.70710678f, 0.70710678f),
        2 => (0, 1),
        3 => (-0.70710678f, 0.70710678f),
        4 => (-1, 0),
        5 => (-0.70710678f, -0.70710678f),
        6 => (0, -1),
        _ => (0.70710678f, -0.70710678f),
    };

    /// <summary>A point further on.</summary>
    public static PointPx Go(PointPx from, int eighth, float length)
    {
        (float x, float y) = Step(eighth);
        return new PointPx(from.X + (x * length), from.Y + (y * length));
    }

    /// <summary>Routes and draws one trace.</summary>
    /// <param name="pen">The pen. The pad that the trace leaves must not be drawn yet, or the way out of it is not free.</param>
    /// <param name="from">Middle of the pad.</param>
    /// <param name="eighth">Direction out of it.</param>
    /// <param name="width">Width of the trace.</param>
    /// <returns>Whether there was room for one.</returns>
    public static bool Draw(BoardPen pen, PointPx from, int eighth, float width)
    {
        Span<PointPx> points = stackalloc PointPx[MaximumPieces + 1];
        points[0] = from;
        int count = 1;
        int heading = eighth;
        int pieces = pen.Throws.Whole(1, MaximumPieces);
        while (count <= pieces && IsInside(pen, points[count - 1]))
        {
            if (!TryPiece(pen, points[count - 1], heading, width, count == 1 ? ShortestFirst : ShortestNext, out points[count]))
                break;
            count++;
            // Never back: no more than a quarter off the first direction, so that a trace cannot meet itself.
            int turn = pen.Throws.Sign();
            heading = Math.Abs(heading + turn - eighth) <= 2 ? heading + turn : heading - turn;
        }

        if (count < 2)
            return false;
        pen.Path(points[..count], width);
        if (IsInside(pen, points[count - 1]))
            End(pen, points[count - 1], width);
        return true;
    }

    private static bool TryPiece(BoardPen pen, PointPx from, int heading, float width, float shortest, out PointPx to)
    {
        float length = pen.Throws.Chance(0.3f) ? pen.Throws.Between(150, 700) : pen.Throws.Between(shortest, shortest + 120);
        for (; length >= shortest; length *= 0.7f)
        {
            to = Go(from, heading, length);
            if (pen.IsLineFree(from, to, width))
                return true;
        }

        to = from;
        return false;
    }

    private static void End(BoardPen pen, PointPx at, float width)
    {
        float radius = (width * 0.5f) + pen.Throws.Between(3, 10);
        if (!pen.IsTurnedOver && !pen.Throws.Chance(0.75f))
            return;
        // The trace itself lies under it: only what is beyond its own width counts.
        pen.Disc(at, Math.Min(radius, (width * 0.5f) + (pen.Clearance * 0.35f)));
    }

    private static bool IsInside(BoardPen pen, PointPx point) =>
        point.X > 0 && point.Y > 0 && point.X < pen.Width && point.Y < BoardPen.Height;
}
