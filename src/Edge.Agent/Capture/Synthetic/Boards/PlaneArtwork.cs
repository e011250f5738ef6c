using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>Broad copper: planes with cut corners, holes and slots; bars and combs; meanders.</summary>
internal static class PlaneArtwork
{
    /// <summary>One plane, drilled or slotted.</summary>
    public static void DrawPlane(BoardPen pen)
    {
        Throws throws = pen.Throws;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            var box = new BoxPx(
                throws.Between(-120, pen.Width - 80), throws.Between(-120, BoardPen.Height - 80), throws.Between(90, 420), throws.Between(70, 420));
            if (!pen.IsBoxFree(box))
                continue;
            // Before the plane: a walk needs free ground to start from.
            int side = throws.Pick(4);
            if (throws.Chance(0.35f))
                TraceWalk.Draw(pen, EdgeOf(box, side), side * 2, throws.Between(pen.TraceWidth, 40));
            if (throws.Chance(0.4f))
                pen.RoundBox(box, throws.Between(4, 40));
            else
                pen.CutBox(box, throws.Chance(0.3f) ? 2 : throws.Between(10, 90));
            Pierce(pen, box);
            return;
        }
    }

    /// <summary>Bars side by side across the whole picture, with windows, steps and bridges.</summary>
    public static void DrawBars(BoardPen pen)
    {
        Throws throws = pen.Throws;
        bool upright = throws.Chance(0.6f);
        float bar = throws.Between(18, 70);
        float gap = throws.Between(16, 60);
        float length = upright ? BoardPen.Height : pen.Width;
        float breadth = upright ? pen.Width : BoardPen.Height;
        for (float at = throws.Between(-40, 20); at < breadth; at += bar + gap)
        {
            float own = throws.Chance(0.25f) ? bar * throws.Between(0.6f, 1.6f) : bar;
            (float from, float to) = throws.Chance(0.3f)
                ? (throws.Between(20, length * 0.4f), throws.Between(length * 0.6f, length - 20))
                : (-50, length + 50);
            BoxPx box = Turned(at, from, own, to - from, upright);
            if (pen.IsBoxFree(box))
            {
                pen.CutBox(box, throws.Chance(0.5f) ? 2 : own * 0.3f);
                // Turned over, a broken gap would be a bridge, which nobody could tell from a short.
                if (throws.Chance(0.3f) && !pen.IsTurnedOver)
                    Break(pen, at, own, length, upright);
            }

            at += own - bar;
        }
    }

    /// <summary>A trace that runs to and fro.</summary>
    public static void DrawMeander(BoardPen pen)
    {
        Throws throws = pen.Throws;
        float width = throws.Between(5, 16);
        float step = width + throws.Between(pen.Clearance + 4, 90);
        float reach = throws.Between(50, 260);
        int turns = throws.Whole(3, 8);
        bool upright = throws.Chance(0.5f);
        PointPx at = pen.Anywhere();
        Span<PointPx> points = stackalloc PointPx[18];
        int count = 0;
        for (int turn = 0; turn <= turns; turn++)
        {
            float along = turn * step;
            float near = turn % 2 == 0 ? 0 : reach;
            points[count++] = Turned(at, along, near, upright);
            points[count++] = Turned(at, along, reach - near, upright);
        }

        PointPx last = points[count - 1];
        var whole = BoxPx.FromEdges(
            Math.Min(at.X, last.X) - width, Math.Min(at.Y, last.Y) - width, Math.Max(at.X + (upright ? reach : 0), last.X) + width, Math.Max(at.Y + (upright ? 0 : reach), last.Y) + width);
        if (!pen.IsBoxFree(whole))
            return;
        if (throws.Chance(0.7f))
            TraceWalk.Draw(pen, last, upright ? 2 : 0, width);
        pen.Path(points[..count], width);
    }

    private static void Pierce(BoardPen pen, BoxPx box)
    {
        Throws throws = pen.Throws;
        if (throws.Chance(0.55f))
        {
            float radius = throws.Between(13, 24);
            float pitch = (radius * 2) + throws.Between(25, 120);
            for (float y = box.Y + radius + 14; y < box.Bottom - radius - 14; y += pitch)
            {
                for (float x = box.X + radius + 14; x < box.Right - radius - 14; x += pitch)
                {
                    // Not at a cut corner, where a hole would be a bite.
                    if (throws.Chance(0.6f) && pen.IsSolid(new PointPx(x, y), radius + 9))
                        pen.Hole(new PointPx(x, y), radius);
                }
            }
        }
        else if (throws.Chance(0.5f))
        {
            float wide = throws.Between(12, 40);
            float tall = Math.Min(box.Height * 0.6f, throws.Between(30, 160));
            pen.Gap(new BoxPx(box.X + (box.Width * throws.Between(0.3f, 0.6f)), box.Y + (box.Height * 0.2f), Math.Min(wide, box.Width * 0.3f), tall));
        }
    }

    private static void Break(BoardPen pen, float at, float own, float length, bool upright)
    {
        float where = pen.Throws.Between(60, length - 60);
        float tall = pen.Throws.Between(16, 50);
        pen.Gap(Turned(at - 2, where, own + 4, tall, upright));
    }

    private static PointPx EdgeOf(BoxPx box, int side) => side switch
    {
        0 => new(box.Right - 20, box.Center.Y),
        1 => new(box.Center.X, box.Bottom - 20),
        2 => new(box.X + 20, box.Center.Y),
        _ => new(box.Center.X, box.Y + 20),
    };

    private static BoxPx Turned(float across, float along, float wide, float tall, bool upright) =>
        upright ? new BoxPx(across, along, wide, tall) : new BoxPx(along, across, tall, wide);

    private static PointPx Turned(PointPx at, float along, float aside, bool upright) =>
        upright ? new PointPx(at.X + aside, at.Y + along) : new PointPx(at.X + along, at.Y + aside);
}
