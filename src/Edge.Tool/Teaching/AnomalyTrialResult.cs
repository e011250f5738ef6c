namespace Edge.Tool.Teaching;

/// <summary>What a pack says of pictures that were not taught.</summary>
/// <param name="Pictures">Each of them.</param>
internal sealed record AnomalyTrialResult(IReadOnlyList<TrialPicture> Pictures)
{
    /// <summary>Scores of good parts.</summary>
    public IReadOnlyList<double> Good { get; } = [.. Pictures.Where(picture => picture.IsGood).Select(picture => (double)picture.Score)];

    /// <summary>Scores of bad parts.</summary>
    public IReadOnlyList<double> Bad { get; } = [.. Pictures.Where(picture => !picture.IsGood).Select(picture => (double)picture.Score)];

    /// <summary>The probability that a bad part scores over a good one (area under the ROC curve), 0 to 1; alike counts half.</summary>
    public double Auroc => Good.Sum(good => Bad.Sum(bad => bad > good ? 1 : bad == good ? 0.5 : 0)) / ((double)Good.Count * Bad.Count);

    /// <summary>Good parts past the threshold.</summary>
    public int FalselyRejected => Good.Count(score => score > 1);

    /// <summary>Bad parts past the threshold.</summary>
    public int Found => Bad.Count(score => score > 1);

    /// <summary>Time for one picture, half of them being faster, in milliseconds.</summary>
    public double MedianMs => Pictures.Select(picture => picture.Ms).Order().ElementAt(Pictures.Count / 2);

    /// <summary>The points (share of good parts rejected, share of bad parts found) of the ROC curve, from (0, 0) to (1, 1).</summary>
    public IReadOnlyList<(double FalseRate, double TrueRate)> Roc() =>
    [
        (0, 0),
        .. Good.Concat(Bad).Distinct().OrderDescending().Select(at => (Good.Count(score => score >= at) / (double)Good.Count, Bad.Count(score => score >= at) / (double)Bad.Count)),
    ];
}
