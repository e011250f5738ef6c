using Edge.Tool.Teaching;

namespace Edge.Tool.Tests.Teaching;

public sealed class ScoreCalibrationTests
{
    [Fact]
    public void Separation_FlawedAgainstGood_IsTheAreaUnderTheRocCurve()
    {
        // Of nine pairs, six are in order and one is alike.
        ScoreCalibration score = new("neighbour", [1, 2, 3], [2, 3.5, 2.5], Threshold: 3, Low: 0, High: 1);

        Assert.Equal(6.5 / 9, score.Separation, 1e-12);
        Assert.Equal((0, 1.0 / 3), (score.Rejected, score.FlawsFound));
    }

    [Fact]
    public void Of_GoodScores_ThresholdPassesAboutTheShareAndItsIntervalHoldsIt()
    {
        double[] good = [.. Enumerable.Range(0, 100).Select(i => 10 + Math.Sqrt(i))];

        ScoreCalibration score = ScoreCalibration.Of("neighbour", good, good, 0.05);

        Assert.InRange(score.Rejected, 2, 8);
        Assert.InRange(0.05, score.Low, score.High);
    }
}
