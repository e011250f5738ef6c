using Edge.Tool.Fleet.Simulation;

namespace Edge.Tool.Tests.Fleet.Simulation;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentiles_OfKnownTimes_AreWithinAStep()
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 10_000; i++)
            histogram.Add(TimeSpan.FromMilliseconds(i));

        Assert.Equal(10_000, histogram.Count);
        Assert.Equal(TimeSpan.FromSeconds(10), histogram.Longest);
        Assert.InRange(histogram.Percentile(0.5).TotalMilliseconds, 5000, 5200);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 9900, 10_000);
        Assert.Equal(TimeSpan.FromSeconds(10), histogram.Percentile(1));
    }

    [Fact]
    public void Percentiles_OfNothing_AreZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));
}
