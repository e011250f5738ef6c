using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>Pads and what leaves them: component footprints, connectors, through-hole rings, vias.</summary>
internal static class PadArtwork
{
    /// <summary>Two rows (or one) of rectangular pads with traces out of most of them.</summary>
    public static void DrawComponent(BoardPen pen)
    {
        Throws throws = pen.Throws;
        bool across = throws.Chance(0.5f);
        int count = throws.Whole(2, 7);
        float wide = throws.Between(16, 46);
        float deep = throws.Between(0.8f, 1.8f) * wide;
        float pitch = wide + throws.Between(pen.Clearance, 55);
        float apart = throws.Between(deep + pen.Clearance + 4, deep + 120);
        int rows = throws.Chance(0.75f) ? 2 : 1;
        float cut = throws.Chance(0.5f) ? 0 : throws.Between(2, wide * 0.3f);
        PointPx at = new(throws.Between(-40, pen.Width - 40), throws.Between(-40, BoardPen.Height - 40));
        for (int row = 0; row < rows; row++)
        {
            for (int pad = 0; pad < count; pad++)
            {
                (float along, float aside) = (pad * pitch, row * apart);
                BoxPx box = across
                    ? new BoxPx(at.X + along, at.Y + aside, wide, deep)
                    : new BoxPx(at.X + aside, at.Y + along, deep, wide);
                if (!pen.IsBoxFree(box))
                    continue;
                int outward = across ? (row == 0 && rows == 2 ? 6 : 2) : (row == 0 && rows == 2 ? 4 : 0);
                if (throws.Chance(0.7f))
                    TraceWalk.Draw(pen, box.Center, throws.Chance(0.85f) ? outward : outward + 4, Math.Min(pen.TraceWidth, wide * 0.8f));
                if (cut > 0)
                    pen.CutBox(box, cut);
                else
                    pen.Box(box);
            }
        }
    }

    /// <summary>A row of fingers with round ends, a trace out of each.</summary>
    public static void DrawConnector(BoardPen pen)
    {
        Throws throws = pen.Throws;
        float wide = throws.Between(9, 26);
        float pitch = wide + throws.Between(12, 30);
        float tall = throws.Between(50, 130);
        int count = throws.Whole(4, 16);
        PointPx at = new(throws.Between(-60, pen.Width * 0.6f), throws.Between(30, BoardPen.Height - 30));
        bool upright = throws.Chance(0.7f);
        int outward = upright ? (throws.Chance(0.5f) ? 6 : 2) : (throws.Chance(0.5f) ? 0 : 4);
        for (int finger = 0; finger < count; finger++)
        {
            PointPx a = upright ? new(at.X + (finger * pitch), at.Y) : new(at.Y, at.X + (finger * pitch));
            PointPx b = TraceWalk.Go(a, outward, tall);
            if (!pen.IsLineFree(a, b, wide))
                continue;
            if (throws.Chance(0.75f))
                TraceWalk.Draw(pen, b, outward, Math.Min(pen.TraceWidth, wide * 0.8f));
            pen.Line(a, b, wide);
        }
    }

    /// <summary>Rings for wires and pins, some with traces.</summary>
    public static void DrawRings(BoardPen pen)
    {
        Throws throws = pen.Throws;
        float radius = throws.Between(20, 52);
        // A hole that was drilled beside the middle leaves a crescent.
        float hole = radius * throws.Between(0.35f, 0.72f);
        float off = throws.Chance(0.3f) ? throws.Between(0, (radius - hole) * 0.55f) : 0;
        float pitch = (radius * 2) + throws.Between(pen.Clearance + 4, 80);
        (int columns, int rows) = (throws.Whole(1, 4), throws.Whole(1, 3));
        PointPx at = pen.Anywhere();
        for (int i = 0; i < columns * rows; i++)
        {
            PointPx center = new(at.X + (i % columns * pitch), at.Y + (i / columns * pitch));
            if (!pen.IsDiscFree(center, radius))
                continue;
            if (throws.Chance(0.6f))
                TraceWalk.Draw(pen, center, throws.Pick(8), throws.Chance(0.3f) ? radius * throws.Between(0.5f, 1.1f) : pen.TraceWidth);
            if (throws.Chance(0.2f))
                pen.RoundBox(new BoxPx(center.X - radius, center.Y - radius, radius * 2, radius * 2), radius * 0.3f);
            else
                pen.Disc(center, radius);
            // Turned over, the hole is an island: a small one would pass for a blot.
            if (!pen.IsTurnedOver || hole > 18)
                pen.Hole(new PointPx(center.X, center.Y + off), hole);
        }
    }

    /// <summary>Vias without a hole, strewn or in a field, some with a trace.</summary>
    public static void DrawVias(BoardPen pen)
    {
        Throws throws = pen.Throws;
        int count = throws.Whole(3, 14);
        float radius = throws.Between(11, 21);
        for (int i = 0; i < count; i++)
        {
            PointPx at = pen.Anywhere();
            float own = radius * throws.Between(0.95f, 1.3f);
            if (!pen.IsDiscFree(at, own, more: 5))
                continue;
            if (throws.Chance(0.5f))
                TraceWalk.Draw(pen, at, throws.Pick(8), Math.Min(pen.TraceWidth, own * 1.4f));
            pen.Disc(at, own);
        }
    }
}
