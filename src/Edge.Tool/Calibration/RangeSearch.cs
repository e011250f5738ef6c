namespace Edge.Tool.Calibration;

/// <summary>Finds the range of a value that its quantization shall cover. Pure.</summary>
internal static class RangeSearch
{
    /// <summary>Steps of a byte's scale.</summary>
    private const int Steps = 255;

    private static readonly double[] Fractions = [.. Enumerable.Range(0, 60).Select(i => 1 - (i * 0.015))];

    /// <summary>The range, which always holds 0.</summary>
    /// <param name="statistics">What was seen.</param>
    /// <param name="method">How to choose.</param>
    /// <param name="percentile">For <see cref="CalibrationMethod.Percentile"/>: percent of the values that the range holds, above 50, to 100.</param>
    /// <param name="isSymmetric">Whether the range will be made symmetric around 0.</param>
    /// <param name="follow">The function that is applied to the quantized value, and to whose result errors matter; null for none.</param>
    public static (float Minimum, float Maximum) Find(
        ValueStatistics statistics, CalibrationMethod method, double percentile, bool isSymmetric, Func<double, double>? follow)
    {
        (double minimum, double maximum) = method switch
        {
            CalibrationMethod.MinMax => (statistics.Minimum, statistics.Maximum),
            CalibrationMethod.Percentile => Percentile(statistics, percentile / 100),
            CalibrationMethod.Entropy => Entropy(statistics),
            _ => LeastError(statistics, isSymmetric, follow ?? (value => value)),
        };
        return ((float)Math.Min(minimum, 0), (float)Math.Max(maximum, 0));
    }

    private static (double Minimum, double Maximum) Percentile(ValueStatistics statistics, double share)
    {
        long total = statistics.Histogram.Sum();
        bool isOneSided = statistics.Minimum >= 0 || statistics.Maximum <= 0;
        double tail = total * (1 - share) / (isOneSided ? 1 : 2);
        double minimum = statistics.Minimum;
        double maximum = statistics.Maximum;
        if (statistics.Maximum > 0)
            maximum = statistics.Minimum + ((ValueStatistics.Bins - Cut(statistics.Histogram.Reverse(), tail)) * statistics.BinWidth);
        if (statistics.Minimum < 0)
            minimum = statistics.Minimum + (Cut(statistics.Histogram, tail) * statistics.BinWidth);
        return (minimum, maximum);
    }

    /// <summary>How many columns from the beginning may go without losing more than <paramref name="tail"/> values.</summary>
    private static int Cut(IEnumerable<long> histogram, double tail)
    {
        int columns = 0;
        double lost = 0;
        foreach (long count in histogram)
        {
            lost += count;
            if (lost > tail)
                break;
            columns++;
        }

        return columns;
    }

    /// <summary>The threshold on magnitudes with the least divergence between the distribution and its quantized form.</summary>
    private static (double Minimum, double Maximum) Entropy(ValueStatistics statistics)
    {
        double largest = Math.Max(Math.Abs(statistics.Minimum), Math.Abs(statistics.Maximum));
        (double Minimum, double Maximum) best = (statistics.Minimum, statistics.Maximum);
        double least = double.PositiveInfinity;
        foreach (double fraction in Fractions)
        {
            double minimum = Math.Max(statistics.Minimum, -largest * fraction);
            double maximum = Math.Min(statistics.Maximum, largest * fraction);
            double divergence = Divergence(statistics, minimum, maximum);
            if (divergence < least)
                (least, best) = (divergence, (minimum, maximum));
        }

        return best;
    }

    private static double Divergence(ValueStatistics statistics, double minimum, double maximum)
    {
        int first = Math.Clamp((int)((minimum - statistics.Minimum) / statistics.BinWidth), 0, ValueStatistics.Bins - 1);
        int last = Math.Clamp((int)Math.Ceiling((maximum - statistics.Minimum) / statistics.BinWidth) - 1, first, ValueStatistics.Bins - 1);
        int width = last - first + 1;
        double[] real = new double[width];
        for (int bin = 0; bin < ValueStatistics.Bins; bin++)
            real[Math.Clamp(bin - first, 0, width - 1)] += statistics.Histogram[bin];

        // What a byte can tell apart: the values between two steps become one, spread over the columns that were not empty.
        double[] quantized = new double[width];
        int levels = Math.Min(Steps + 1, width);
        for (int level = 0; level < levels; level++)
        {
            int from = (int)((long)level * width / levels);
            int to = (int)((long)(level + 1) * width / levels);
            double sum = 0;
            int used = 0;
            for (int bin = from; bin < to; bin++)
            {
                // Values outside the range are clipped into its ends; the quantized distribution must not be given them for nothing.
                sum += statistics.Histogram[first + bin];
                used += real[bin] > 0 ? 1 : 0;
            }

            for (int bin = from; bin < to && used > 0; bin++)
                quantized[bin] = real[bin] > 0 ? sum / used : 0;
        }

        double realTotal = real.Sum();
        double quantizedTotal = quantized.Sum();
        if (!(realTotal > 0) || !(quantizedTotal > 0))
            return double.PositiveInfinity;
        double divergence = 0;
        for (int bin = 0; bin < width; bin++)
        {
            double p = real[bin] / realTotal;
            if (p > 0)
                divergence += p * Math.Log(p / Math.Max(quantized[bin] / quantizedTotal, 1e-9));
        }

        return divergence;
    }

    /// <summary>Moves one end at a time to where the squared error is least.</summary>
    private static (double Minimum, double Maximum) LeastError(ValueStatistics statistics, bool isSymmetric, Func<double, double> follow)
    {
        double[] targets = [.. Enumerable.Range(0, ValueStatistics.Bins).Select(bin => follow(statistics.Centre(bin)))];
        double lowest = Math.Min(statistics.Minimum, 0);
        double highest = Math.Max(statistics.Maximum, 0);
        if (isSymmetric)
        {
            double largest = Math.Max(-lowest, highest);
            double found = Fractions.MinBy(fraction => Error(statistics, -largest * fraction, largest * fraction, targets, follow)) * largest;
            return (-found, found);
        }

        double minimum = lowest;
        double maximum = highest;
        for (int round = 0; round < 2; round++)
        {
            maximum = highest * Fractions.MinBy(fraction => Error(statistics, minimum, highest * fraction, targets, follow));
            minimum = lowest * Fractions.Append(0.05).Append(0).MinBy(fraction => Error(statistics, lowest * fraction, maximum, targets, follow));
        }

        return (minimum, maximum);
    }

    private static double Error(ValueStatistics statistics, double minimum, double maximum, double[] targets, Func<double, double> follow)
    {
        double scale = (maximum - minimum) / Steps;
        if (!(scale > 0))
            return double.PositiveInfinity;
        double zero = Math.Round(-minimum / scale);
        double[] levels = new double[Steps + 1];
        for (int level = 0; level <= Steps; level++)
            levels[level] = follow((level - zero) * scale);

        double error = 0;
        long[] histogram = statistics.Histogram;
        for (int bin = 0; bin < histogram.Length; bin++)
        {
            if (histogram[bin] == 0)
                continue;
            double value = statistics.Centre(bin);
            double difference = targets[bin] - levels[(int)Math.Clamp(Math.Round(value / scale) + zero, 0, Steps)];
            error += histogram[bin] * difference * difference;
        }

        return error;
    }
}
