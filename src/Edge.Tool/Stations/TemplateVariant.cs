using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Tool.Stations;

/// <summary>
/// Makes of a good part's picture another one, as the camera might see the next good part: shifted by up to 2 % of the longer side, turned by up to 2 degrees,
/// scaled by up to 1 %, contrast changed by up to 10 %, brightness by up to 8 levels, and noise of 3 levels. The same for the same seed.
/// </summary>
internal static class TemplateVariant
{
    /// <summary>What is changed, in words for people.</summary>
    public const string Description = "shift to 2 %, turn to 2 degrees, scale to 1 %, contrast to 10 %, brightness to 8 levels, noise of 3 levels";

    /// <summary>Makes one.</summary>
    /// <param name="template">The good part.</param>
    /// <param name="seed">Decides what is changed by how much.</param>
    /// <param name="pool">Where the frame comes from.</param>
    /// <param name="placement">Where the part lies in it.</param>
    /// <returns>A frame that the caller disposes.</returns>
    public static Frame Make(FrameView template, int seed, FramePool pool, out Similarity placement)
    {
        var random = new Random(seed);
        float shift = 0.02f * Math.Max(template.Width, template.Height);
        placement = Similarity.None(template.Size) with
        {
            ShiftX = Between(random, shift),
            ShiftY = Between(random, shift),
            RotationDegrees = Between(random, 2),
            Scale = 1 + Between(random, 0.01f),
        };
        float gain = 1 + Between(random, 0.1f), bias = Between(random, 8);
        Frame frame = pool.Rent(template.Width, template.Height);
        (double sin, double cos) = Math.SinCos(-placement.RotationDegrees * Math.PI / 180);
        (sin, cos) = (sin / placement.Scale, cos / placement.Scale);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            double v = y + 0.5 - placement.Center.Y - placement.ShiftY;
            for (int x = 0; x < frame.Width; x++)
            {
                double u = x + 0.5 - placement.Center.X - placement.ShiftX;
                double sx = placement.Center.X + (cos * u) - (sin * v) - 0.5, sy = placement.Center.Y + (sin * u) + (cos * v) - 0.5;
                float noise = 3 * Normal(random);
                (float blue, float green, float red) = Cubic(template, sx, sy);
                row[3 * x] = Level((gain * blue) + bias + noise);
                row[(3 * x) + 1] = Level((gain * green) + bias + noise);
                row[(3 * x) + 2] = Level((gain * red) + bias + noise);
            }
        }

        return frame;
    }

    private static float Between(Random random, float limit) => ((random.NextSingle() * 2) - 1) * limit;

    /// <summary>Nearly normal, deviation 1.</summary>
    private static float Normal(Random random) => (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.732f;

    private static byte Level(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);

    /// <summary>Catmull and Rom's cubic: unlike a linear one it keeps edges as sharp as they are. Edges of the picture are continued.</summary>
    private static (float Blue, float Green, float Red) Cubic(FrameView view, double x, double y)
    {
        int column = (int)Math.Floor(x), row = (int)Math.Floor(y);
        float fx = (float)(x - column), fy = (float)(y - row), blue = 0, green = 0, red = 0;
        Span<float> across = [Weight(1 + fx), Weight(fx), Weight(1 - fx), Weight(2 - fx)];
        for (int j = -1; j <= 2; j++)
        {
            Span<byte> line = view.Row(Math.Clamp(row + j, 0, view.Height - 1));
            float down = Weight(Math.Abs(j - fy));
            for (int i = -1; i <= 2; i++)
            {
                int at = 3 * Math.Clamp(column + i, 0, view.Width - 1);
                float weight = down * across[i + 1];
                blue += weight * line[at];
                green += weight * line[at + 1];
                red += weight * line[at + 2];
            }
        }

        return (blue, green, red);
    }

    private static float Weight(float d)
    {
        return d < 1 ? (((1.5f * d) - 2.5f) * d * d) + 1 : d < 2 ? ((((-0.5f * d) + 2.5f) * d) - 4) * d + 2 : 0;
    }
}
