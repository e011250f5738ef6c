namespace Edge.Tool.Teaching;

/// <summary>
/// How often good parts score past a value, from few of them: a generalized Pareto distribution is fitted to the upper quarter of the
/// scores (Pickands, 1975; probability-weighted moments after Hosking and Wallis, 1987), to what was measured and to many resamplings of it
/// (Efron's bootstrap). The share that is told is the mean over all fits, which takes into account that a fit to few scores is uncertain:
/// with 100 pictures, one in a hundred can't be measured, only estimated, and the interval says how well. Deterministic.
/// </summary>
internal sealed class UpperTail
{
    private const int Resamplings = 400;
    private const int LeastExceedances = 10;
    private const double Share = 0.25;
    private const double HeaviestShape = 0.5;

    // Below, a fit to few scores sees a wall where there is none, and rejects twice the good parts that it was asked to.
    private const double LightestShape = -0.5;
    private readonly Fit[] _fits;

    /// <summary>Fits the scores of good parts that were not taught.</summary>
    /// <param name="scores">One for each part, at least <see cref="LeastScores"/>; finite.</param>
    public UpperTail(IReadOnlyList<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Count, LeastScores);
        double[] sorted = [.. scores.Order()];
        Random random = new(19870813);
        _fits = new Fit[Resamplings];
        double[] drawn = new double[sorted.Length];
        for (int i = 0; i < Resamplings; i++)
        {
            for (int k = 0; k < drawn.Length; k++)
                drawn[k] = sorted[random.Next(sorted.Length)];
            Array.Sort(drawn);
            _fits[i] = Fit.Of(drawn, sorted[^1] - sorted[0]);
        }
    }

    /// <summary>Fewest scores that are fitted.</summary>
    public const int LeastScores = 10;

    /// <summary>Expected share of good parts that score over <paramref name="value"/>.</summary>
    public double Over(double value) => _fits.Average(fit => fit.Over(value));

    /// <summary>The interval that holds that share with a confidence of 95 %.</summary>
    public (double Low, double High) Interval(double value)
    {
        double[] shares = [.. _fits.Select(fit => fit.Over(value)).Order()];
        return (shares[(int)(0.025 * shares.Length)], shares[(int)(0.975 * shares.Length)]);
    }

    /// <summary>The value that a good part scores over with the probability <paramref name="share"/>, over 0 and at most a half.</summary>
    public double Quantile(double share)
    {
        double low = _fits.Min(fit => fit.Start), high = low + 1e-6;
        for (double step = Math.Max(1e-6, _fits.Max(fit => fit.Scale)); Over(high) > share && double.IsFinite(high); step *= 2)
            high += step;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (Over(middle) > share)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>One fit: below <paramref name="Start"/> the scores themselves count, from there on the distribution.</summary>
    private sealed record Fit(double[] Sorted, double Start, double Tail, double Shape, double Scale)
    {
        public static Fit Of(double[] sorted, double range)
        {
            int exceedances = Math.Clamp((int)Math.Ceiling(Share * sorted.Length), LeastExceedances, sorted.Length) - 1;
            exceedances = Math.Max(1, Math.Min(exceedances, sorted.Length - 1));
            double start = sorted[^(exceedances + 1)];
            double mean = 0, weighted = 0;
            for (int i = 0; i < exceedances; i++)
            {
                double excess = sorted[sorted.Length - exceedances + i] - start;
                mean += excess / exceedances;
                weighted += excess * (1 - ((i + 1 - 0.35) / exceedances)) / exceedances;
            }

            // All scores alike: nothing to fit, and a spread of nothing would make every other score impossible.
            mean = Math.Max(mean, Math.Max(1e-9, range * 1e-3));
            double shape = weighted > 0 ? 2 - (mean / (mean - (2 * weighted))) : 0;
            shape = double.IsFinite(shape) ? Math.Clamp(shape, LightestShape, HeaviestShape) : 0;
            return new Fit([.. sorted], start, (double)exceedances / sorted.Length, shape, mean * (1 - shape));
        }

        public double Over(double value)
        {
            if (value < Start)
                return Math.Max(Tail, Sorted.Count(score => score > value) / (double)Sorted.Length);
            double excess = (value - Start) / Scale;
            if (Math.Abs(Shape) < 1e-6)
                return Tail * Math.Exp(-excess);
            double inside = 1 + (Shape * excess);
            return inside <= 0 ? 0 : Tail * Math.Pow(inside, -1 / Shape);
        }
    }
}
