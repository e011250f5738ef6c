using Edge.Cloud.Rollouts;

namespace Edge.Cloud.Tests.Rollouts;

public sealed class RateComparisonTests
{
    [Theory]
    [InlineData(2, 3, 0.5, 0.6875)]
    [InlineData(1, 1, 0.25, 0.25)]
    [InlineData(10, 1, 0.5, 0.0009765625)]
    [InlineData(0.5, 0.5, 0.5, 0.5)]
    [InlineData(5000, 5000, 0.5, 0.5)]
    [InlineData(30, 70, 0.4, 0.98222)]
    public void IncompleteBeta_KnownValues_Agree(double a, double b, double x, double expected) =>
        Assert.Equal(expected, IncompleteBeta.Regularized(a, b, x), 3);

    [Fact]
    public void IncompleteBeta_IsTheBinomialTail()
    {
        // P(X >= 4) of 10 throws with chance 0.3, by the definition.
        double tail = 0;
        for (int k = 4; k <= 10; k++)
            tail += Choose(10, k) * Math.Pow(0.3, k) * Math.Pow(0.7, 10 - k);
        Assert.Equal(tail, IncompleteBeta.Regularized(4, 7, 0.3), 12);
    }

    [Theory]
    // Ten alerts an hour before; a quarter of an hour later.
    [InlineData(240, 24, 3, 0.25, false, false)]
    [InlineData(240, 24, 30, 0.25, true, false)]
    [InlineData(240, 24, 0, 0.25, false, false)]
    // Two hours of nothing where twenty were due: blind.
    [InlineData(240, 24, 0, 4, false, true)]
    [InlineData(240, 24, 40, 4, false, false)]
    // Nothing before, nothing since: nothing is known.
    [InlineData(0, 24, 0, 24, false, false)]
    [InlineData(0, 24, 12, 1, true, false)]
    [InlineData(0, 0, 12, 1, false, false)]
    public void Rates_BeyondTheLimits_AreToldFromChance(long before, double hoursBefore, long since, double hoursSince, bool above, bool below)
    {
        var counts = new AlertCounts(before, hoursBefore, since, hoursSince);
        Assert.Equal(above, RateComparison.IsAbove(counts, 3));
        Assert.Equal(below, RateComparison.IsBelow(counts, 0.2));
    }

    [Fact]
    public void Trend_OfDevicesWithoutTheRelease_NeedsAFewAlertsAndHasItsBounds()
    {
        Assert.Equal(1, RateComparison.Trend(new AlertCounts(10, 24, 2, 1)));
        Assert.Equal(2, RateComparison.Trend(new AlertCounts(240, 24, 20, 1)), 6);
        Assert.Equal(5, RateComparison.Trend(new AlertCounts(24, 24, 200, 1)), 6);
    }

    [Fact]
    public void Rates_LookedAtAgainAndAgain_RarelyAccuseAnUnchangedDevice()
    {
        // An unchanged device, ten alerts an hour, watched for a day and looked at every ten minutes. The limits leave room, so false halts are rare.
        var random = new Random(5);
        int accused = 0;
        for (int device = 0; device < 1000; device++)
        {
            long before = Poisson(random, 240);
            long since = 0;
            for (int look = 1; look <= 144; look++)
            {
                since += Poisson(random, 10 / 6.0);
                var counts = new AlertCounts(before, 24, since, look / 6.0);
                if (RateComparison.IsAbove(counts, 3) || RateComparison.IsBelow(counts, 0.2))
                {
                    accused++;
                    break;
                }
            }
        }

        Assert.InRange(accused, 0, 2);
    }

    [Fact]
    public void Rates_OfABlindOrNoisyModel_AreNoticedSoon()
    {
        // Ten alerts an hour before. How long until five times as many, and until none at all, are noticed?
        static int MinutesUntil(Func<AlertCounts, bool> noticed, double ratePerHour)
        {
            for (int minutes = 1; minutes < 1440; minutes++)
            {
                if (noticed(new AlertCounts(240, 24, (long)(ratePerHour * minutes / 60), minutes / 60.0)))
                    return minutes;
            }

            return int.MaxValue;
        }

        Assert.InRange(MinutesUntil(counts => RateComparison.IsAbove(counts, 3), 100), 1, 20);
        Assert.InRange(MinutesUntil(counts => RateComparison.IsBelow(counts, 0.2), 0), 60, 300);
    }

    private static double Choose(int n, int k) => Enumerable.Range(1, k).Aggregate(1.0, (value, i) => value * (n - k + i) / i);

    private static long Poisson(Random random, double mean)
    {
        long count = 0;
        for (double sum = -Math.Log(1 - random.NextDouble()); sum < mean; sum -= Math.Log(1 - random.NextDouble()))
            count++;
        return count;
    }
}
