using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Paints what stands and lies on the street: markings, kerbs, trees and lamps.</summary>
internal static class StreetFurniture
{
    private static readonly Colour Paint0 = Colour.Hex(0xE4E2DA);

    /// <summary>Paints everything, farthest first.</summary>
    public static void Paint(in FrameView view, long seed)
    {
        Trees(view, seed);
        Lamps(view, seed);
        Kerbs(view);
        Markings(view, seed);
    }

    private static void Trees(in FrameView view, long seed)
    {
        float h = view.Height;
        float foot = (Street.FarPavementTop + 0.012f) * h;
        for (int tree = 0; tree < 3; tree++)
        {
            float x = view.Width * (0.14f + (0.36f * tree) + Dice.Between(-0.07f, 0.07f, seed, 2000, tree));
            float tall = Dice.Between(0.25f, 0.33f, seed, 2001, tree) * h;
            Rasteriser.Draw(view, Shape.Ellipse(x + (0.03f * h), foot, 0.055f * h, 0.009f * h, Colour.Hex(0x1A1A1A)).Faded(0.4f, 5));
            Rasteriser.Draw(view, Shape.Capsule(x, foot, 0.0085f * h, x + (0.004f * h), foot - (tall * 0.6f), 0.006f * h, Colour.Hex(0x4E3B2C)).Lit(0, 0.3f));
            Colour leaf = Colour.Hex(0x4F7A3A).Towards(Colour.Hex(0x7F8F35), Dice.Unit(seed, 2002, tree));
            for (int blob = 0; blob < 110; blob++)
            {
                float angle = Dice.Unit(seed, 2100 + tree, blob) * MathF.Tau;
                float out01 = MathF.Sqrt(Dice.Unit(seed, 2200 + tree, blob));
                float bx = MathF.Cos(angle) * out01 * tall * 0.31f;
                float by = MathF.Sin(angle) * out01 * tall * 0.33f;
                // Lit from the upper left: leaves there are bright, those below and to the right dark.
                float light = 0.95f - (0.32f * (by / (tall * 0.33f))) - (0.16f * (bx / (tall * 0.31f))) + Dice.Between(-0.12f, 0.12f, seed, 2300 + tree, blob);
                float size = Dice.Between(0.011f, 0.026f, seed, 2400 + tree, blob) * h;
                Rasteriser.Draw(view, Shape.Ellipse(x + bx, foot - (tall * 0.78f) + by, size, size * 0.8f, leaf.Times(light)).Lit(0.15f, 0.1f).Faded(0.85f, 1.5f));
            }
        }
    }

    private static void Lamps(in FrameView view, long seed)
    {
        float h = view.Height;
        float foot = (Street.RoadTop - 0.012f) * h;
        Colour iron = Colour.Hex(0x2C3331);
        for (int lamp = 0; lamp < 2; lamp++)
        {
            float x = view.Width * (lamp == 0 ? 0.27f : 0.83f) + (Dice.Between(-0.03f, 0.03f, seed, 2500, lamp) * view.Width);
            float top = foot - (0.35f * h);
            Rasteriser.Draw(view, Shape.Capsule(x, foot, 0.007f * h, x, top, 0.0035f * h, iron).Lit(0, 0.35f));
            Rasteriser.Draw(view, Shape.Capsule(x, top, 0.0035f * h, x + (0.05f * h), top - (0.012f * h), 0.003f * h, iron));
            Rasteriser.Draw(view, Shape.Capsule(x + (0.045f * h), top - (0.010f * h), 0.006f * h, x + (0.068f * h), top - (0.008f * h), 0.006f * h, Colour.Hex(0xD9D4C2)));
        }
    }

    private static void Kerbs(in FrameView view)
    {
        float h = view.Height;
        Colour stone = Colour.Hex(0xCFC9BE);
        Rasteriser.Draw(view, Shape.Box(-2, (Street.RoadTop - 0.007f) * h, view.Width + 2, Street.RoadTop * h, 0, stone));
        Rasteriser.Draw(view, Shape.Box(-2, Street.RoadTop * h, view.Width + 2, (Street.RoadTop + 0.006f) * h, 0, Colour.Hex(0x3A3A3A)).Faded(0.75f));
        Rasteriser.Draw(view, Shape.Box(-2, (Street.RoadBottom - 0.002f) * h, view.Width + 2, (Street.RoadBottom + 0.016f) * h, 0, stone.Times(1.04f)));
        Rasteriser.Draw(view, Shape.Box(-2, (Street.RoadBottom + 0.014f) * h, view.Width + 2, (Street.RoadBottom + 0.02f) * h, 0, Colour.Hex(0x5A554D)).Faded(0.6f));
    }

    private static void Markings(in FrameView view, long seed)
    {
        float h = view.Height;
        float middle = view.Width * 0.5f;
        // The line between the lanes, broken, and interrupted at the crossing.
        const float Line = 0.655f;
        float unit = Street.Depth(Line) * h;
        for (int dash = -9; dash <= 9; dash++)
        {
            float x = middle + ((dash + 0.5f) * 0.25f * unit);
            if (Math.Abs(x - middle) < (Street.CrossingHalfWidth * view.Width) + (0.12f * unit))
                continue;
            Rasteriser.Draw(view, Shape.Box(x - (0.06f * unit), (Line - 0.005f) * h, x + (0.06f * unit), (Line + 0.005f) * h, 1, Paint0).Faded(0.85f));
        }

        // Zebra: bars along the traffic's direction, laid side by side from kerb to kerb.
        const int Bars = 7;
        for (int bar = 0; bar < Bars; bar++)
        {
            float near = Row(bar + 0.28f, Bars);
            float far = Row(bar + 0.86f, Bars);
            float nearHalf = Street.CrossingHalfWidth * view.Width * Street.Depth(near);
            float farHalf = Street.CrossingHalfWidth * view.Width * Street.Depth(far);
            float worn = Dice.Between(0.72f, 0.92f, seed, 2600, bar);
            Rasteriser.Draw(view, Shape.Quad(
                [middle - farHalf, far * h, middle + farHalf, far * h, middle + nearHalf, near * h, middle - nearHalf, near * h], Paint0).Faded(worn));
        }
    }

    /// <summary>Bars of equal width on the road look smaller the farther they lie: depth shrinks evenly in its inverse.</summary>
    private static float Row(float bar, int bars)
    {
        float near = 1 / Street.Depth(Street.RoadBottom - 0.01f);
        float far = 1 / Street.Depth(Street.RoadTop + 0.012f);
        float inverse = near + ((far - near) * (bar / bars));
        return Street.AtDepth(1 / inverse);
    }
}
