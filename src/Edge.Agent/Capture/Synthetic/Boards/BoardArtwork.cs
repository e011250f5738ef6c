using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>Composes a defect-free board: what kind of product it is, its rules (widths, clearances), and what lies on it.</summary>
internal static class BoardArtwork
{
    private static readonly Action<BoardPen>[] Products = [Logic, Buses, Power, Bars, Connectors, Wired, Meanders, Rails];

    /// <summary>Different kinds of products; each has its own layouts for every seed.</summary>
    public static int ProductCount => Products.Length;

    /// <summary>Draws one board over whatever the layer held.</summary>
    /// <param name="pen">Draws on the layer; its throws have begun the row of this board.</param>
    public static void Draw(BoardPen pen)
    {
        Throws throws = pen.Throws;
        pen.Begin(throws.Chance(0.5f) ? 1 : throws.Between(0.85f, 1));
        pen.TraceWidth = throws.Chance(0.7f) ? throws.Between(5.5f, 10) : throws.Between(10, 18);
        pen.Clearance = throws.Between(7, 14);
        Action<BoardPen> product = Products[throws.Pick(Products.Length)];
        if (throws.Chance(0.22f))
            pen.TurnOver();
        product(pen);
        if (throws.Chance(0.08f))
            CutOff(pen);
    }

    private static void Logic(BoardPen pen)
    {
        Repeat(pen, 0, 1, BundleArtwork.Draw);
        Repeat(pen, 2, 5, PadArtwork.DrawComponent);
        Repeat(pen, 0, 1, PlaneArtwork.DrawPlane);
        Repeat(pen, 0, 1, PadArtwork.DrawRings);
        Repeat(pen, 1, 1, PadArtwork.DrawVias);
    }

    private static void Buses(BoardPen pen)
    {
        Repeat(pen, 2, 4, BundleArtwork.Draw);
        Repeat(pen, 0, 2, PlaneArtwork.DrawPlane);
        Repeat(pen, 0, 2, PadArtwork.DrawComponent);
        Repeat(pen, 0, 1, PadArtwork.DrawVias);
    }

    private static void Power(BoardPen pen)
    {
        Repeat(pen, 2, 5, PlaneArtwork.DrawPlane);
        Repeat(pen, 0, 1, BundleArtwork.DrawBroad);
        Repeat(pen, 0, 1, PadArtwork.DrawRings);
        Repeat(pen, 1, 2, PadArtwork.DrawVias);
    }

    private static void Bars(BoardPen pen)
    {
        Repeat(pen, 0, 1, PlaneArtwork.DrawPlane);
        PlaneArtwork.DrawBars(pen);
        Repeat(pen, 0, 1, PadArtwork.DrawVias);
    }

    private static void Connectors(BoardPen pen)
    {
        Repeat(pen, 1, 3, PadArtwork.DrawConnector);
        Repeat(pen, 0, 1, BundleArtwork.Draw);
        Repeat(pen, 1, 2, PadArtwork.DrawVias);
        Repeat(pen, 0, 1, PadArtwork.DrawComponent);
    }

    private static void Wired(BoardPen pen)
    {
        Repeat(pen, 2, 4, PadArtwork.DrawRings);
        Repeat(pen, 0, 2, BundleArtwork.Draw);
        Repeat(pen, 0, 1, PlaneArtwork.DrawPlane);
        Repeat(pen, 1, 2, PadArtwork.DrawVias);
    }

    private static void Meanders(BoardPen pen)
    {
        Repeat(pen, 2, 5, PlaneArtwork.DrawMeander);
        Repeat(pen, 1, 2, BundleArtwork.Draw);
        Repeat(pen, 0, 1, PadArtwork.DrawRings);
    }

    private static void Rails(BoardPen pen)
    {
        Repeat(pen, 1, 2, BundleArtwork.DrawBroad);
        Repeat(pen, 1, 2, PlaneArtwork.DrawPlane);
        Repeat(pen, 0, 1, BundleArtwork.Draw);
        Repeat(pen, 1, 1, PadArtwork.DrawVias);
    }

    private static void Repeat(BoardPen pen, int low, int high, Action<BoardPen> draw)
    {
        int count = pen.Throws.Whole(low, high);
        for (int i = 0; i < count; i++)
            draw(pen);
    }

    /// <summary>The picture reaches beyond the board's edge.</summary>
    private static void CutOff(BoardPen pen)
    {
        float beyond = pen.Throws.Between(60, 240);
        pen.CutOff(pen.Throws.Pick(4) switch
        {
            0 => new BoxPx(0, 0, pen.Width, beyond),
            1 => new BoxPx(0, BoardPen.Height - beyond, pen.Width, beyond),
            2 => new BoxPx(0, 0, beyond, BoardPen.Height),
            _ => new BoxPx(pen.Width - beyond, 0, beyond, BoardPen.Height),
        });
    }
}
