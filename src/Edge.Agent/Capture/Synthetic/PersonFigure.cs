using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Builds the shapes of somebody walking or standing.</summary>
internal static class PersonFigure
{
    /// <summary>Most shapes that one person needs.</summary>
    public const int MaximumShapes = 20;

    private static readonly uint[] Tops =
        [0xB23A48, 0x2A6F97, 0xE9C46A, 0x3D405B, 0x588157, 0xF2E9E4, 0x6D597A, 0xD9722E, 0x22223B, 0x89A8B2, 0xA44A3F, 0x4C956C];

    private static readonly uint[] Bottoms = [0x2B2D42, 0x3A4A63, 0x5B4636, 0x1F1F24, 0x6B705C, 0x8D99AE, 0x403D39];

    private static readonly uint[] Skins = [0xF1C9A5, 0xE0AC7E, 0xC68642, 0x8D5524, 0x5C3A21];

    private static readonly uint[] Hairs = [0x1B1410, 0x3B2417, 0x6A4A2A, 0xA67B45, 0x8C8C8C, 0x2A2A32];

    /// <summary>Writes the shapes, back to front.</summary>
    /// <returns>How many were written.</returns>
    public static int Build(in SceneObject person, SizePx frame, Span<Shape> shapes)
    {
        long look = person.Look;
        float h = Street.PersonHeight(person.Y) * frame.Height * Dice.Between(0.93f, 1.06f, look, 1);
        float girth = Dice.Between(0.92f, 1.15f, look, 2);
        var body = new Body(person.X * frame.Width, person.Y * frame.Height, h, person.Turn, girth);
        Colour top = Colour.OneOf(Tops, look, 3);
        Colour bottom = Colour.OneOf(Bottoms, look, 4);
        Colour skin = Colour.OneOf(Skins, look, 5);
        Colour hair = Colour.OneOf(Hairs, look, 6);
        int wear = Dice.Pick(5, look, 7);
        bool coat = wear == 1;
        bool pack = wear == 2;
        bool hat = wear == 3;
        float swing = MathF.Sin(person.Gait * MathF.Tau) * 0.48f * person.Pace;
        int count = 0;
        count = Arm(body, shapes, count, swing, -1, top.Times(0.72f), skin.Times(0.8f));
        count = Leg(body, shapes, count, -swing, person.Gait + 0.5f, person.Pace, -1, bottom.Times(0.72f));
        count = Leg(body, shapes, count, swing, person.Gait, person.Pace, 1, bottom);
        if (pack && (person.Away || MathF.Abs(person.Turn) > 0.3f))
        {
            float back = -0.13f * person.Turn;
            shapes[count++] = Shape.Box(
                body.Px(back - 0.075f), body.Py(0.82f), body.Px(back + 0.075f), body.Py(0.57f), h * 0.04f, hair.Towards(top, 0.2f)).Lit(0.2f, 0.15f);
        }

        shapes[count++] = Shape.Capsule(
            body.Px(0), body.Py(0.755f), h * 0.098f * girth, body.Px(0), body.Py(coat ? 0.43f : 0.55f), h * (coat ? 0.105f : 0.088f) * girth, top).Lit(0.14f, 0.16f);
        if (!coat)
            shapes[count++] = Shape.Box(body.Px(-0.08f), body.Py(0.505f), body.Px(0.08f), body.Py(0.48f), h * 0.01f, bottom.Times(0.6f));
        count = Arm(body, shapes, count, -swing, 1, top.Times(1.08f), skin);
        count = Head(body, shapes, count, person, skin, hair, hat ? top.Times(0.8f) : null);
        return count;
    }

    private static int Leg(in Body body, Span<Shape> shapes, int count, float angle, float gait, float pace, int side, Colour cloth)
    {
        // The knee bends while its leg swings forward, and the foot leaves the ground.
        float bend = Math.Max(0, MathF.Cos(gait * MathF.Tau)) * 0.62f * pace;
        float apart = side * 0.045f * (1 - Math.Abs(body.Turn));
        (float hipX, float hipY) = (apart, 0.49f);
        float kneeX = hipX + (0.24f * MathF.Sin(angle) * body.Turn);
        float kneeY = hipY - (0.24f * MathF.Cos(angle));
        float footX = kneeX + (0.222f * MathF.Sin(angle - bend) * body.Turn);
        float footY = Math.Max(kneeY - (0.222f * MathF.Cos(angle - bend)), 0.028f);
        float h = body.Height;
        float thick = h * 0.052f * body.Girth;
        shapes[count++] = Shape.Capsule(body.Px(hipX), body.Py(hipY), thick * 1.2f, body.Px(kneeX), body.Py(kneeY), thick * 0.9f, cloth).Lit(0.05f, 0.15f);
        shapes[count++] = Shape.Capsule(body.Px(kneeX), body.Py(kneeY), thick * 0.9f, body.Px(footX), body.Py(footY + 0.01f), thick * 0.62f, cloth).Lit(0.05f, 0.15f);
        float toe = 0.07f * body.Turn;
        shapes[count++] = Shape.Capsule(
            body.Px(footX), body.Py(footY), h * 0.028f, body.Px(footX + toe), body.Py(footY - 0.004f), h * 0.022f, Colour.Hex(0x1C1B1F));
        return count;
    }

    private static int Arm(in Body body, Span<Shape> shapes, int count, float angle, int side, Colour cloth, Colour skin)
    {
        float h = body.Height;
        float shoulder = side * 0.105f * (1 - Math.Abs(body.Turn)) * body.Girth;
        float elbowX = shoulder + (0.15f * MathF.Sin(angle) * body.Turn) + (side * 0.02f * (1 - Math.Abs(body.Turn)));
        float elbowY = 0.79f - (0.155f * MathF.Cos(angle));
        float handX = elbowX + (0.13f * MathF.Sin(angle + 0.35f) * body.Turn);
        float handY = elbowY - (0.135f * MathF.Cos(angle + 0.35f));
        shapes[count++] = Shape.Capsule(body.Px(shoulder), body.Py(0.79f), h * 0.036f, body.Px(elbowX), body.Py(elbowY), h * 0.032f, cloth).Lit(0.05f, 0.1f);
        shapes[count++] = Shape.Capsule(body.Px(elbowX), body.Py(elbowY), h * 0.031f, body.Px(handX), body.Py(handY), h * 0.026f, cloth).Lit(0.05f, 0.1f);
        shapes[count++] = Shape.Ellipse(body.Px(handX), body.Py(handY - 0.015f), h * 0.026f, h * 0.028f, skin);
        return count;
    }

    private static int Head(in Body body, Span<Shape> shapes, int count, in SceneObject person, Colour skin, Colour hair, Colour? hat)
    {
        float h = body.Height;
        shapes[count++] = Shape.Capsule(body.Px(0), body.Py(0.86f), h * 0.03f, body.Px(0), body.Py(0.89f), h * 0.03f, skin.Times(0.85f));
        shapes[count++] = Shape.Ellipse(body.Px(-0.006f * body.Turn), body.Py(0.935f), h * 0.056f, h * 0.065f, hair).Lit(0.15f, 0.1f);
        if (!person.Away)
        {
            float forward = 0.014f * body.Turn;
            shapes[count++] = Shape.Ellipse(body.Px(forward), body.Py(0.922f), h * 0.045f, h * 0.052f, skin).Lit(0.1f, 0.1f);
        }

        if (hat is { } felt)
        {
            shapes[count++] = Shape.Ellipse(body.Px(0), body.Py(0.968f), h * 0.056f, h * 0.034f, felt).Lit(0.2f, 0.1f);
            shapes[count++] = Shape.Capsule(body.Px(0), body.Py(0.953f), h * 0.012f, body.Px(0.085f * body.Turn), body.Py(0.95f), h * 0.01f, felt.Times(0.8f));
        }

        return count;
    }

    /// <summary>Places parts given in heights (x to the right, y up from the ground) on the frame.</summary>
    private readonly record struct Body(float X, float Y, float Height, float Turn, float Girth)
    {
        public float Px(float x) => X + (x * Height);

        public float Py(float y) => Y - (y * Height);
    }
}
