using Edge.Tool.Calibration;

namespace Edge.Tool.Tests.Calibration;

public sealed class RangeSearchTests
{
    /// <summary>A hundred thousand values between 0 and 1, and one of 100.</summary>
    private static readonly ValueStatistics WithOutlier = Of([.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f), 100]);

    [Fact]
    public void MinMax_Outlier_IsInTheRange() =>
        Assert.Equal((0f, 100f), RangeSearch.Find(WithOutlier, CalibrationMethod.MinMax, 0, false, null));

    [Fact]
    public void Percentile_RareOutlier_IsCutOff()
    {
        (float minimum, float maximum) = RangeSearch.Find(WithOutlier, CalibrationMethod.Percentile, 99.99, false, null);

        Assert.Equal(0, minimum);
        Assert.InRange(maximum, 0.99f, 1.1f);
    }

    [Fact]
    public void Entropy_RareOutlier_NarrowsTheRange() =>
        Assert.InRange(RangeSearch.Find(WithOutlier, CalibrationMethod.Entropy, 0, false, null).Maximum, 0.9f, 60f);

    [Fact]
    public void Mse_OneOutlierAmongAMillion_HasLessErrorThanMinMax()
    {
        float[] values = [.. Enumerable.Range(-500_000, 1_000_000).Select(i => i / 500_000f), 4];
        ValueStatistics statistics = Of(values);

        (float minimum, float maximum) = RangeSearch.Find(statistics, CalibrationMethod.Mse, 0, false, null);

        Assert.True(Error(values, minimum, maximum) < Error(values, statistics.Minimum, statistics.Maximum) * 0.9);
    }

    [Fact]
    public void Mse_SiluFollows_GivesUpWhatTheFunctionFlattens()
    {
        Random random = new(4);
        ValueStatistics statistics = Of([.. Enumerable.Range(0, 50_000).Select(_ => (float)((random.NextDouble() * 60) - 50))]);

        (float minimum, _) = RangeSearch.Find(statistics, CalibrationMethod.Mse, 0, false, x => x / (1 + Math.Exp(-x)));

        Assert.InRange(minimum, -15, -1);
    }

    [Fact]
    public void AnyMethod_AllValuesAboveZero_HoldsZero()
    {
        ValueStatistics statistics = Of([5, 6, 7]);

        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
            Assert.Equal(0, RangeSearch.Find(statistics, method, 99, false, null).Minimum);
    }

    [Fact]
    public void AnyMethod_ValueThatNeverChanges_HasARange()
    {
        ValueStatistics statistics = Of([0, 0, 0]);

        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            (float minimum, float maximum) = RangeSearch.Find(statistics, method, 99, false, null);
            Assert.True(minimum <= 0 && maximum >= 0 && float.IsFinite(minimum) && float.IsFinite(maximum));
        }
    }

    private static double Error(float[] values, float minimum, float maximum)
    {
        float scale = (maximum - minimum) / 255;
        float zero = MathF.Round(-minimum / scale);
        return values.Sum(value => Math.Pow(value - ((Math.Clamp(Math.Round(value / scale) + zero, 0, 255) - zero) * scale), 2));
    }

    private static ValueStatistics Of(float[] values)
    {
        ValueStatistics statistics = new();
        statistics.AddRange(values, [1, 1, values.Length]);
        statistics.AddHistogram(values);
        return statistics;
    }
}
