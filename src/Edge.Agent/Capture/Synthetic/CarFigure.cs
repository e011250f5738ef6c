using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Builds the shapes of a car or a van seen from its side.</summary>
internal static class CarFigure
{
    /// <summary>Most shapes that one car needs.</summary>
    public const int MaximumShapes = 28;

    private static readonly uint[] Paints =
        [0xC1121F, 0x1D3557, 0xE5E5E5, 0x2F3E46, 0xF4A261, 0x457B9D, 0x9A9FA6, 0x386641, 0x111318, 0xF6F1D1, 0x7B2D26, 0x00798C];

    private static Colour Glass => Colour.Hex(0x2A3B47);

    private static Colour Rubber => Colour.Hex(0x17181A);

    /// <summary>Writes the shapes, back to front.</summary>
    /// <returns>How many were written.</returns>
    public static int Build(in SceneObject car, SizePx frame, Span<Shape> shapes)
    {
        int kind = Dice.Pick(4, car.Look, 1);
        bool van = kind == 3;
        float tall = van ? 1.12f : 0.83f;
        float h = Street.PersonHeight(car.Y) * frame.Height * tall * Dice.Between(0.95f, 1.05f, car.Look, 2);
        float half = van ? 1.18f : kind == 0 ? 1.52f : 1.36f;
        var place = new Place(car.X * frame.Width, car.Y * frame.Height, h, car.Turn < 0 ? -1 : 1);
        Colour paint = Colour.OneOf(Paints, car.Look, 3);
        int count = 0;
        // Dark between the wheels, under the sill.
        shapes[count++] = place.Box(-half * 0.86f, 0.30f, half * 0.86f, 0.10f, 0.05f, Colour.Hex(0x0C0D0F));
        count = van ? VanBody(place, shapes, count, half, paint) : CarBody(place, shapes, count, half, paint, kind);
        count = Trim(place, shapes, count, half, van);
        float wheel = van ? 0.155f : 0.195f;
        count = Wheel(place, shapes, count, -half * 0.62f, wheel, car.Gait);
        count = Wheel(place, shapes, count, half * 0.64f, wheel, car.Gait);
        return count;
    }

    private static int CarBody(in Place at, Span<Shape> shapes, int count, float half, Colour paint, int kind)
    {
        // Hatchbacks (1, 2) carry their roof further back than saloons (0).
        float tail = kind == 0 ? -0.60f : -0.90f;
        float roofBack = kind == 0 ? -0.34f : -0.66f;
        shapes[count++] = at.Quad(tail * half, 0.60f, roofBack * half, 0.985f, 0.20f * half, 0.985f, 0.56f * half, 0.60f, paint.Times(0.94f)).Lit(0.16f, 0);
        shapes[count++] = at.Bar(roofBack * half, 0.955f, 0.20f * half, 0.955f, 0.045f, paint.Times(1.1f)).Lit(0.1f, 0);
        shapes[count++] = at.Box(-half, 0.66f, half, 0.17f, 0.17f, paint).Lit(0.26f, 0);
        shapes[count++] = at.Bar(-half * 0.93f, 0.585f, half * 0.93f, 0.575f, 0.028f, Colour.Hex(0xFFFFFF)).Faded(0.22f);
        float pillar = -0.12f * half;
        shapes[count++] = at.Quad((tail + 0.09f) * half, 0.63f, (roofBack + 0.04f) * half, 0.915f, pillar - 0.03f, 0.915f, pillar - 0.03f, 0.63f, Glass).Lit(0.5f, 0);
        shapes[count++] = at.Quad(pillar + 0.03f, 0.63f, pillar + 0.03f, 0.915f, 0.165f * half, 0.915f, 0.43f * half, 0.63f, Glass).Lit(0.5f, 0);
        shapes[count++] = at.Quad(pillar + 0.12f, 0.64f, pillar + 0.22f, 0.90f, pillar + 0.30f, 0.90f, pillar + 0.20f, 0.64f, Colour.Hex(0xDCE8EE)).Faded(0.3f);
        shapes[count++] = at.Bar(pillar, 0.60f, pillar, 0.25f, 0.008f, Rubber).Faded(0.6f);
        shapes[count++] = at.Bar(pillar + 0.13f, 0.545f, pillar + 0.23f, 0.545f, 0.014f, paint.Times(0.55f));
        return count;
    }

    private static int VanBody(in Place at, Span<Shape> shapes, int count, float half, Colour paint)
    {
        shapes[count++] = at.Box(-half, 0.99f, half * 0.55f, 0.14f, 0.09f, paint).Lit(0.2f, 0);
        shapes[count++] = at.Quad(half * 0.40f, 0.985f, half * 0.62f, 0.97f, half * 0.93f, 0.55f, half * 0.40f, 0.50f, paint.Times(0.97f)).Lit(0.16f, 0);
        shapes[count++] = at.Box(half * 0.3f, 0.585f, half, 0.14f, 0.11f, paint).Lit(0.24f, 0);
        shapes[count++] = at.Quad(half * 0.42f, 0.60f, half * 0.42f, 0.90f, half * 0.60f, 0.90f, half * 0.82f, 0.60f, Glass).Lit(0.5f, 0);
        shapes[count++] = at.Bar(-half * 0.95f, 0.48f, half * 0.30f, 0.48f, 0.03f, Colour.Hex(0xFFFFFF)).Faded(0.25f);
        shapes[count++] = at.Bar(half * 0.34f, 0.90f, half * 0.34f, 0.22f, 0.008f, Rubber).Faded(0.55f);
        return count;
    }

    private static int Trim(in Place at, Span<Shape> shapes, int count, float half, bool van)
    {
        float lampY = van ? 0.40f : 0.50f;
        shapes[count++] = at.Bar(half * 0.93f, lampY, half * 0.975f, lampY - 0.02f, 0.045f, Colour.Hex(0xFFF3C4)).Lit(0.1f, 0);
        shapes[count++] = at.Box(-half * 0.995f, lampY + 0.06f, -half * 0.945f, lampY - 0.07f, 0.02f, Colour.Hex(0xD62828));
        shapes[count++] = at.Box(-half, 0.27f, half, 0.19f, 0.04f, Colour.Hex(0x2B2D31)).Faded(0.75f);
        return count;
    }

    private static int Wheel(in Place at, Span<Shape> shapes, int count, float x, float radius, float turns)
    {
        shapes[count++] = at.Disc(x, radius + 0.02f, radius * 1.2f, Colour.Hex(0x0E0F10)).Faded(0.85f);
        shapes[count++] = at.Disc(x, radius, radius, Rubber);
        shapes[count++] = at.Disc(x, radius, radius * 0.62f, Colour.Hex(0xA9AEB4)).Lit(0.25f, 0);
        for (int spoke = 0; spoke < 2; spoke++)
        {
            (float sin, float cos) = MathF.SinCos((turns + (spoke * 0.25f)) * MathF.Tau);
            float reach = radius * 0.52f;
            shapes[count++] = at.Bar(
                x - (cos * reach), radius - (sin * reach), x + (cos * reach), radius + (sin * reach), radius * 0.08f, Colour.Hex(0x55595E));
        }

        return count;
    }

    /// <summary>Places parts given in car heights (x forward, y up from the road) on the frame.</summary>
    private readonly record struct Place(float X, float Y, float Height, int Forward)
    {
        public Shape Box(float x0, float top, float x1, float bottom, float radius, Colour colour) =>
            Shape.Box(Px(x0), Py(top), Px(x1), Py(bottom), radius * Height, colour);

        public Shape Bar(float x0, float y0, float x1, float y1, float radius, Colour colour) =>
            Shape.Capsule(Px(x0), Py(y0), radius * Height, Px(x1), Py(y1), radius * Height, colour);

        public Shape Disc(float x, float y, float radius, Colour colour) =>
            Shape.Ellipse(Px(x), Py(y), radius * Height, radius * Height, colour);

        public Shape Quad(float x0, float y0, float x1, float y1, float x2, float y2, float x3, float y3, Colour colour) =>
            Shape.Quad([Px(x0), Py(y0), Px(x1), Py(y1), Px(x2), Py(y2), Px(x3), Py(y3)], colour);

        private float Px(float x) => X + (x * Height * Forward);

        private float Py(float y) => Y - (y * Height);
    }
}
