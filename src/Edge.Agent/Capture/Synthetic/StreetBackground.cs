using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// Paints the empty street: sky, ground and their textures here, houses and street furniture by
/// <see cref="StreetHouses"/> and <see cref="StreetFurniture"/>. Done once per picture size.
/// </summary>
internal static class StreetBackground
{
    /// <summary>Paints the whole frame.</summary>
    public static unsafe void Paint(in FrameView view, long seed)
    {
        float perHeight = 1f / view.Height;
        for (int y = 0; y < view.Height; y++)
        {
            float v = (y + 0.5f) * perHeight;
            byte* pixel = view.Pixels + ((nint)y * view.StrideBytes);
            for (int x = 0; x < view.Width; x++, pixel += 3)
            {
                float u = (x + 0.5f - (view.Width * 0.5f)) * perHeight;
                Store(pixel, Ground(u, v, seed));
            }
        }

        StreetHouses.Paint(view, seed);
        StreetFurniture.Paint(view, seed);
        Vignette(view);
    }

    private static Colour Ground(float u, float v, long seed)
    {
        if (v < Street.FarPavementTop)
            return Sky(u, v, seed);
        float depth = Street.Depth(v);
        // Ground coordinates: what is far is seen smaller, across and along.
        float gx = u / depth;
        float gy = 1.6f / depth;
        if (v >= Street.RoadTop && v < Street.RoadBottom)
            return Road(gx, gy, v, seed);
        return Pavement(gx, gy, v < Street.RoadTop ? 0.94f : 1.04f, seed);
    }

    private static Colour Sky(float u, float v, long seed)
    {
        Colour high = Colour.Hex(0x7FB2DC).Towards(Colour.Hex(0x9CA9B8), Dice.Unit(seed, 1));
        Colour low = Colour.Hex(0xE6EEF2).Towards(Colour.Hex(0xF3DFC8), Dice.Unit(seed, 2));
        Colour sky = high.Towards(low, Math.Min(1, v / 0.32f));
        float cloud = ValueNoise.Fractal((u * 2.2f) + 7, v * 6.5f, 4, seed + 11);
        return sky.Towards(Colour.Hex(0xFBFBFA), Math.Clamp((cloud - 0.02f) * 2.2f, 0, 0.85f));
    }

    private static Colour Road(float gx, float gy, float v, long seed)
    {
        Colour asphalt = Colour.Hex(0x62666C).Towards(Colour.Hex(0x77736B), Dice.Unit(seed, 3));
        float coarse = ValueNoise.Fractal(gx * 3.1f, gy * 7, 3, seed + 21);
        float grain = ValueNoise.At(gx * 95, gy * 120, seed + 31);
        // Tyres darken and polish two tracks a lane.
        float worn = 0;
        foreach (float lane in (ReadOnlySpan<float>)[Street.FarLane, Street.NearLane])
        {
            float track = Math.Abs(Math.Abs(v - lane + 0.012f) - 0.022f);
            worn += Math.Max(0, 1 - (track / 0.018f));
        }

        return asphalt.Times(1 + (coarse * 0.10f) + (grain * 0.055f) - (worn * 0.06f));
    }

    private static Colour Pavement(float gx, float gy, float bright, long seed)
    {
        Colour stone = Colour.Hex(0xC8C0B3).Towards(Colour.Hex(0xB3B9BE), Dice.Unit(seed, 4)).Times(bright);
        const float Slab = 0.135f;
        float row = gy / 0.085f;
        float shift = ((long)MathF.Floor(row) & 1) == 0 ? 0 : 0.5f;
        float column = (gx / Slab) + shift;
        float toJoint = Math.Min(Edge(column) * Slab, Edge(row) * 0.085f);
        float tone = Dice.Between(-0.05f, 0.05f, seed, (long)MathF.Floor(column), (long)MathF.Floor(row));
        float grain = ValueNoise.At(gx * 70, gy * 90, seed + 41) * 0.035f;
        float stain = ValueNoise.Fractal(gx * 2.3f, gy * 4, 3, seed + 51) * 0.08f;
        float joint = toJoint < 0.0045f ? -0.17f : 0;
        return stone.Times(1 + tone + grain + stain + joint);
    }

    private static float Edge(float x)
    {
        float part = x - MathF.Floor(x);
        return Math.Min(part, 1 - part);
    }

    private static unsafe void Vignette(in FrameView view)
    {
        for (int y = 0; y < view.Height; y++)
        {
            float dy = ((y + 0.5f) / view.Height) - 0.5f;
            byte* pixel = view.Pixels + ((nint)y * view.StrideBytes);
            for (int x = 0; x < view.Width; x++, pixel += 3)
            {
                float dx = ((x + 0.5f) / view.Width) - 0.5f;
                float shade = 1 - (0.30f * ((dx * dx) + (dy * dy)));
                for (int channel = 0; channel < 3; channel++)
                    pixel[channel] = (byte)(pixel[channel] * shade);
            }
        }
    }

    private static unsafe void Store(byte* pixel, Colour colour)
    {
        pixel[0] = (byte)Math.Clamp(colour.B + 0.5f, 0, 255);
        pixel[1] = (byte)Math.Clamp(colour.G + 0.5f, 0, 255);
        pixel[2] = (byte)Math.Clamp(colour.R + 0.5f, 0, 255);
    }
}
