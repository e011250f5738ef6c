using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>Buses: traces side by side that bend together, from one edge of the picture to another.</summary>
internal static class BundleArtwork
{
    private const int MaximumBends = 4;

    /// <summary>Draws a bundle of ordinary traces where there is room.</summary>
    public static void Draw(BoardPen pen) => Draw(pen, pen.TraceWidth, pen.Clearance * pen.Throws.Between(0.9f, 1.6f), pen.Throws.Whole(3, 9));

    /// <summary>Draws a bundle of broad ones.</summary>
    public static void DrawBroad(BoardPen pen)
    {
        float width = pen.Throws.Between(22, 62);
        Draw(pen, width, width * pen.Throws.Between(0.5f, 1.2f), pen.Throws.Whole(2, 7));
    }

    private static void Draw(BoardPen pen, float width, float gap, int lines)
    {
        Span<PointPx> middle = stackalloc PointPx[MaximumBends + 2];
        for (int attempt = 0; attempt < 12; attempt++, lines = Math.Max(2, lines - 1))
        {
            float whole = (lines * width) + ((lines - 1) * gap);
            int count = Plan(pen, middle, whole);
            if (IsFree(pen, middle[..count], whole))
            {
                DrawLines(pen, middle[..count], lines, width, gap);
                return;
            }
        }
    }

    private static int Plan(BoardPen pen, Span<PointPx> middle, float whole)
    {
        // From beyond one edge of the picture: the first piece is straight into it.
        int eighth = pen.Throws.Pick(4) * 2;
        PointPx inside = pen.Anywhere();
        middle[0] = TraceWalk.Go(inside, eighth + 4, 760);
        middle[1] = inside;
        int count = 2;
        int first = eighth;
        int bends = pen.Throws.Whole(0, MaximumBends - 1);
        for (int bend = 0; bend < bends; bend++)
        {
            int turn = pen.Throws.Sign();
            eighth = Math.Abs(eighth + turn - first) <= 2 ? eighth + turn : eighth - turn;
            // A piece shorter than the bundle is wide would make the inner lines of two bends cross.
            float length = (whole * 0.9f) + pen.Throws.Between(30, 180);
            middle[count] = TraceWalk.Go(middle[count - 1], eighth, length);
            count++;
        }

        middle[count - 1] = TraceWalk.Go(middle[count - 2], bends == 0 ? first : eighth, 1500);
        return count;
    }

    private static bool IsFree(BoardPen pen, ReadOnlySpan<PointPx> middle, float whole)
    {
        for (int i = 1; i < middle.Length; i++)
        {
            if (!pen.IsLineFree(middle[i - 1], middle[i], whole))
                return false;
        }

        return true;
    }

    private static void DrawLines(BoardPen pen, ReadOnlySpan<PointPx> middle, int lines, float width, float gap)
    {
        Span<PointPx> points = stackalloc PointPx[MaximumBends + 2];
        for (int line = 0; line < lines; line++)
        {
            float aside = (line - ((lines - 1) / 2f)) * (width + gap);
            for (int i = 0; i < middle.Length; i++)
                points[i] = Beside(middle, i, aside);
            pen.Path(points[..middle.Length], width);
        }
    }

    /// <summary>The corner of a line that runs beside another: on the bisector of its bend (mitre).</summary>
    private static PointPx Beside(ReadOnlySpan<PointPx> middle, int at, float aside)
    {
        (float inX, float inY) = Normal(middle[Math.Max(0, at - 1)], middle[Math.Max(1, at)]);
        (float outX, float outY) = Normal(middle[Math.Min(at, middle.Length - 2)], middle[Math.Min(at + 1, middle.Length - 1)]);
        float scale = aside / (1 + (inX * outX) + (inY * outY));
        return new PointPx(middle[at].X + ((inX + outX) * scale), middle[at].Y + ((inY + outY) * scale));
    }

    private static (float X, float Y) Normal(PointPx from, PointPx to)
    {
        float dx = to.X - from.X;
        float dy = to.Y - from.Y;
        float length = MathF.Sqrt((dx * dx) + (dy * dy));
        return (-dy / length, dx / length);
    }
}
