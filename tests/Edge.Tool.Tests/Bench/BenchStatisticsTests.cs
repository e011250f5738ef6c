using Edge.Tool.Bench;

namespace Edge.Tool.Tests.Bench;

public sealed class BenchStatisticsTests
{
    [Theory]
    [InlineData(50, 50)]
    [InlineData(90, 90)]
    [InlineData(99, 99)]
    [InlineData(99.5, 100)]
    [InlineData(100, 100)]
    [InlineData(0.001, 1)]
    public void Percentile_OfOneToAHundred_IsTheNearestRank(double percent, double expected) =>
        Assert.Equal(expected, BenchStatistics.Percentile([.. Enumerable.Range(1, 100).Select(i => (double)i)], percent));

    [Fact]
    public void Percentile_OfOneSample_IsThatSample() => Assert.Equal(7, BenchStatistics.Percentile([7], 99));

    [Fact]
    public void Median_OfSamplesInAnyOrder_IsTheMiddle() => Assert.Equal(2, BenchStatistics.Median([3, 1, 2]));

    [Fact]
    public void Result_OfRounds_WeighsStagesByRunsAndTakesTheMedianRound()
    {
        BenchSubject subject = new("m.onnx", "cpu", 1, "", "", null);
        BenchResult result = new(subject, null, null, [new([1000, 3000], 0, 0, 10, 0, 0.5, 5, 50), new([2000], 0, 0, 40, 0, 1, 7, 60), new([2000], 0, 0, 40, 0, 0.1, 6, 55)], null);
        Assert.Equal((4, 2, 3), (result.Runs, result.LatencyMs(50), result.LatencyMs(99)));
        Assert.Equal(0.025, result.StageMs(round => round.Infer), 6);
        Assert.Equal((4, 1, 10), (result.PerSecond, result.PerSecondSpread.Low, result.PerSecondSpread.High));
        Assert.Equal((60, 7), (result.PeakBytes, result.AddedBytes));
    }
}
