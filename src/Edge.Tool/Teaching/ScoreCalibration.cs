namespace Edge.Tool.Teaching;

/// <summary>One of the two scores, calibrated: where good parts that were not taught lie, and what the threshold finds.</summary>
/// <param name="Name">neighbour or gaussian.</param>
/// <param name="Good">Scores of the good pictures, each against a memory without it, in the order of the pictures.</param>
/// <param name="Flawed">Scores of the same pictures with a drawn flaw.</param>
/// <param name="Threshold">From where a picture is anomalous.</param>
/// <param name="Low">Lower end of the interval of the share of false rejects, confidence 95 %.</param>
/// <param name="High">Its upper end.</param>
internal sealed record ScoreCalibration(string Name, IReadOnlyList<double> Good, IReadOnlyList<double> Flawed, double Threshold, double Low, double High)
{
    /// <summary>Good pictures past the threshold.</summary>
    public int Rejected => Good.Count(score => score > Threshold);

    /// <summary>Share of the drawn flaws past the threshold.</summary>
    public double FlawsFound => Flawed.Count(score => score > Threshold) / (double)Flawed.Count;

    /// <summary>
    /// The probability that a picture with a drawn flaw scores over a good one (area under the ROC curve), 0 to 1; alike counts half. Of all scores,
    /// not of the few near the threshold: with a hundred pictures, what is found at 1 % of false rejects hangs on one or two of them.
    /// </summary>
    public double Separation => Good.Sum(good => Flawed.Sum(flawed => flawed > good ? 1 : flawed == good ? 0.5 : 0)) / ((double)Good.Count * Flawed.Count);

    /// <summary>Sets the threshold for a share of false rejects.</summary>
    public static ScoreCalibration Of(string name, IReadOnlyList<double> good, IReadOnlyList<double> flawed, double falseRejects)
    {
        UpperTail tail = new(good);
        double threshold = Math.Max(tail.Quantile(falseRejects), 1e-3);
        (double low, double high) = tail.Interval(threshold);
        return new ScoreCalibration(name, good, flawed, threshold, low, high);
    }
}
