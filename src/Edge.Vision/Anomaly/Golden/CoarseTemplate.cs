namespace Edge.Vision.Anomaly.Golden;

/// <summary>The middle of a template's coarsest level, ready to be correlated: brightness less its mean, in rows of whole vectors. Immutable.</summary>
internal sealed class CoarseTemplate
{
    private CoarseTemplate(CoarseRange range, float[] values, double energy)
    {
        Range = range;
        Values = values;
        Energy = energy;
    }

    public CoarseRange Range { get; }

    /// <summary>Window rows, each <see cref="CoarseRange.Stride"/> long, zeros behind the window.</summary>
    public float[] Values { get; }

    /// <summary>Sum of the squares.</summary>
    public double Energy { get; }

    public static unsafe CoarseTemplate Of(Plane plane, CoarseRange range)
    {
        float[] values = new float[range.Stride * range.Height];
        double sum = 0, energy = 0;
        for (int y = 0; y < range.Height; y++)
        {
            byte* row = plane.Row(y + range.MarginY) + range.MarginX;
            for (int x = 0; x < range.Width; x++)
                sum += row[x];
        }

        float mean = (float)(sum / ((double)range.Width * range.Height));
        for (int y = 0; y < range.Height; y++)
        {
            byte* row = plane.Row(y + range.MarginY) + range.MarginX;
            for (int x = 0; x < range.Width; x++)
            {
                float value = row[x] - mean;
                values[(y * range.Stride) + x] = value;
                energy += value * value;
            }
        }

        return new CoarseTemplate(range, values, energy);
    }
}
