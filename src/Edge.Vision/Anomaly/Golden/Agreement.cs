namespace Edge.Vision.Anomaly.Golden;

/// <summary>How well two levels agree: the correlation of their brightness.</summary>
internal static unsafe class Agreement
{
    /// <summary>Correlation over the stretches, -1 to 1; 0 where one of them has no contrast or less than a quarter of the picture is compared.</summary>
    /// <param name="a">One level.</param>
    /// <param name="b">The other, of the same size.</param>
    /// <param name="inside">The stretch of each row that counts.</param>
    /// <param name="rowStep">Every how-manieth row is looked at.</param>
    public static float Of(Plane a, Plane b, ReadOnlySpan<RowSpan> inside, int rowStep)
    {
        long count = 0, sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
        for (int y = 0; y < a.Height; y += rowStep)
        {
            byte* rowA = a.Row(y), rowB = b.Row(y);
            // A row of 16,000 pixels fits: 255 * 255 * 16,000 is below 2^31.
            for (int start = inside[y].Start; start < inside[y].End; start += 16000)
            {
                int end = Math.Min(inside[y].End, start + 16000), ra = 0, rb = 0, raa = 0, rbb = 0, rab = 0;
                for (int x = start; x < end; x++)
                {
                    int pa = rowA[x], pb = rowB[x];
                    ra += pa;
                    rb += pb;
                    raa += pa * pa;
                    rbb += pb * pb;
                    rab += pa * pb;
                }

                count += end - start;
                sumA += ra;
                sumB += rb;
                squareA += raa;
                squareB += rbb;
                product += rab;
            }
        }

        if (count * 4 < (long)a.Width * a.Height / rowStep)
            return 0;
        double varianceA = squareA - ((double)sumA * sumA / count), varianceB = squareB - ((double)sumB * sumB / count);
        // Less than a grey level of deviation is a blank picture.
        if (varianceA < count || varianceB < count)
            return 0;
        return (float)Math.Clamp((product - ((double)sumA * sumB / count)) / Math.Sqrt(varianceA * varianceB), -1, 1);
    }
}
