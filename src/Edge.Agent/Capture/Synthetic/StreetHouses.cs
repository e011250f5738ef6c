using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Paints the row of houses behind the far pavement: walls, windows, and a shop with an awning in each ground floor.</summary>
internal static class StreetHouses
{
    private static readonly uint[] Walls = [0xA65E4B, 0xC9B79C, 0x8C9A86, 0xB98B6A, 0x7D8796, 0xD8C3A5, 0x946C5C, 0xB7A9B5];

    private static readonly uint[] Awnings = [0x9B2226, 0x1B4965, 0x2D6A4F, 0xCA6702, 0x5F0F40, 0xE9D8A6];

    /// <summary>Paints all houses from the frame's left to its right.</summary>
    public static void Paint(in FrameView view, long seed)
    {
        float h = view.Height;
        float x = -0.10f * h;
        for (int house = 0; x < view.Width; house++)
        {
            float width = Dice.Between(0.26f, 0.46f, seed, 1000, house) * h;
            float roof = Dice.Between(0.02f, 0.12f, seed, 1001, house) * h;
            House(view, seed, house, x, x + width, roof);
            x += width;
        }
    }

    private static void House(in FrameView view, long seed, int house, float left, float right, float roof)
    {
        float h = view.Height;
        float ground = Street.FarPavementTop * h;
        Colour wall = Colour.OneOf(Walls, seed, 1002, house).Times(Dice.Between(0.82f, 1.0f, seed, 1003, house));
        Wall(view, left, right, roof, ground, wall, seed + house);
        Rasteriser.Draw(view, Shape.Box(left - 1, roof - (0.012f * h), right + 1, roof + (0.008f * h), 0, wall.Times(0.62f)).Lit(0.3f, 0));
        float shopTop = ground - (0.135f * h);
        int floors = Math.Max(1, (int)((shopTop - roof) / (0.085f * h)));
        int columns = Math.Max(2, (int)((right - left) / (0.085f * h)));
        float stepX = (right - left) / columns;
        float stepY = (shopTop - roof - (0.02f * h)) / floors;
        for (int floor = 0; floor < floors; floor++)
        {
            for (int column = 0; column < columns; column++)
            {
                float centre = left + ((column + 0.5f) * stepX);
                float top = roof + (0.02f * h) + (floor * stepY);
                Window(view, centre, top + (stepY * 0.16f), 0.021f * h, stepY * 0.62f, wall, Dice.Unit(seed, 1100 + house, (floor * 31) + column));
            }
        }

        Shop(view, seed, house, left + (0.012f * h), right - (0.012f * h), shopTop, ground);
        Rasteriser.Draw(view, Shape.Box(right - (0.004f * h), roof, right + (0.002f * h), ground, 0, Colour.Hex(0x2A2622)).Faded(0.35f));
    }

    private static unsafe void Wall(in FrameView view, float left, float right, float top, float bottom, Colour wall, long seed)
    {
        float per = 1f / view.Height;
        for (int y = Math.Max(0, (int)top); y < Math.Min(view.Height, (int)bottom); y++)
        {
            float v = y * per;
            float course = v / 0.0105f;
            float shift = ((int)course & 1) * 0.5f;
            for (int x = Math.Max(0, (int)left); x < Math.Min(view.Width, (int)right); x++)
            {
                float u = x * per;
                float column = (u / 0.026f) + shift;
                float brick = Dice.Between(-0.07f, 0.07f, seed, (long)column, (long)course);
                float joint = course - MathF.Floor(course) < 0.2f ? 0.05f : 0;
                float weather = ValueNoise.Fractal(u * 9, v * 5, 3, seed + 61) * 0.1f;
                Colour colour = wall.Times(1 + brick + joint + weather);
                byte* pixel = view.Pixels + ((nint)y * view.StrideBytes) + (x * 3);
                pixel[0] = (byte)Math.Clamp(colour.B, 0, 255);
                pixel[1] = (byte)Math.Clamp(colour.G, 0, 255);
                pixel[2] = (byte)Math.Clamp(colour.R, 0, 255);
            }
        }
    }

    private static void Window(in FrameView view, float x, float top, float halfWidth, float height, Colour wall, float chance)
    {
        float bottom = top + height;
        Colour frame = chance < 0.5f ? Colour.Hex(0xE8E4DA) : wall.Times(0.55f);
        Rasteriser.Draw(view, Shape.Box(x - halfWidth, top, x + halfWidth, bottom, 1, frame));
        float rim = halfWidth * 0.14f;
        Colour glass = chance is > 0.30f and < 0.42f ? Colour.Hex(0xF2D492) : Colour.Hex(0x3B5266);
        Rasteriser.Draw(view, Shape.Box(x - halfWidth + rim, top + rim, x + halfWidth - rim, bottom - rim, 0, glass).Lit(0.35f, 0.12f));
        Rasteriser.Draw(view, Shape.Box(x - (rim * 0.5f), top, x + (rim * 0.5f), bottom, 0, frame));
        Rasteriser.Draw(view, Shape.Box(x - (halfWidth * 1.2f), bottom - 0.5f, x + (halfWidth * 1.2f), bottom + (height * 0.09f), 0, wall.Times(1.22f)));
    }

    private static void Shop(in FrameView view, long seed, int house, float left, float right, float top, float bottom)
    {
        float h = view.Height;
        Colour awning = Colour.OneOf(Awnings, seed, 1004, house);
        Rasteriser.Draw(view, Shape.Box(left, top, right, bottom, 0, awning.Times(0.42f)).Lit(0.2f, 0));
        float door = left + ((right - left) * Dice.Between(0.15f, 0.75f, seed, 1005, house));
        float doorHalf = 0.026f * h;
        Rasteriser.Draw(view, Shape.Box(left + (0.012f * h), top + (0.04f * h), right - (0.012f * h), bottom - (0.022f * h), 1, Colour.Hex(0x33454F)).Lit(0.42f, 0.15f));
        // Goods behind the glass: soft, dim blots of colour.
        for (int item = 0; item < 7; item++)
        {
            float x = left + ((right - left) * Dice.Between(0.08f, 0.92f, seed, 1200 + house, item));
            float size = Dice.Between(0.008f, 0.018f, seed, 1300 + house, item) * h;
            Rasteriser.Draw(view, Shape.Ellipse(
                x, bottom - (0.04f * h), size, size * 1.4f, Colour.OneOf(Awnings, seed, 1400 + house, item).Times(0.9f)).Faded(0.5f, 3));
        }

        Rasteriser.Draw(view, Shape.Box(door - doorHalf, top + (0.035f * h), door + doorHalf, bottom, 1, awning.Times(0.6f)).Lit(0.15f, 0.1f));
        Rasteriser.Draw(view, Shape.Box(door - (doorHalf * 0.65f), top + (0.045f * h), door + (doorHalf * 0.65f), bottom - (0.03f * h), 1, Colour.Hex(0x2B3940)).Lit(0.4f, 0.1f));
        Awning(view, left, right, top, awning);
    }

    private static void Awning(in FrameView view, float left, float right, float top, Colour colour)
    {
        float h = view.Height;
        int stripes = Math.Max(3, (int)((right - left) / (0.026f * h)));
        float step = (right - left) / stripes;
        float spread = 0.012f * h;
        float perPixel = ((right - left) + (2 * spread)) / (right - left);
        for (int stripe = 0; stripe < stripes; stripe++)
        {
            float x0 = left + (stripe * step);
            float lowX0 = left - spread + (stripe * step * perPixel);
            float lowX1 = lowX0 + (step * perPixel);
            Colour shade = stripe % 2 == 0 ? colour : Colour.Hex(0xEFE9DC);
            Rasteriser.Draw(view, Shape.Quad(
                [x0, top, x0 + step, top, lowX1, top + (0.036f * h), lowX0, top + (0.036f * h)], shade).Lit(0.1f, 0));
            Rasteriser.Draw(view, Shape.Ellipse(
                (lowX0 + lowX1) * 0.5f, top + (0.036f * h), (lowX1 - lowX0) * 0.5f, 0.009f * h, shade.Times(0.86f)));
        }
    }
}
