using Edge.Tool.Teaching;

namespace Edge.Tool.Tests.Teaching;

public sealed class UpperTailTests
{
    private const double Asked = 0.01;
    private const int Trials = 60;

    /// <summary>The share of good parts that is really rejected is known where the distribution is.</summary>
    public static TheoryData<string, int, double> Cases => new()
    {
        // Scores that end at a wall are rare; a threshold beyond it rejects nobody, which is the safe side of what was asked, though the interval does not reach down to nothing.
        { "normal", 100, 0.2 }, { "normal", 30, 0.2 }, { "lognormal", 100, 0.2 }, { "exponential", 100, 0.2 }, { "gumbel", 50, 0.2 }, { "uniform", 100, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantile_ScoresOfAKnownDistribution_RejectsAboutTheShareThatIsAsked(string distribution, int pictures, double least)
    {
        Random random = new(7);
        double sum = 0;
        int held = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            UpperTail tail = new([.. Enumerable.Range(0, pictures).Select(_ => Inverse(distribution, random.NextDouble()))]);
            double threshold = tail.Quantile(Asked), really = Over(distribution, threshold);
            (double low, double high) = tail.Interval(threshold);
            sum += really;
            held += really >= low && really <= high ? 1 : 0;
        }

        // On average what was asked for, within what so few pictures allow, and the interval mostly tells the truth.
        Assert.InRange(sum / Trials, Asked * least, Asked * 2);
        Assert.True(least == 0 || held >= 0.8 * Trials, $"the interval held the true share in {held} of {Trials} trials");
    }

    [Fact]
    public void Quantile_SmallerShare_HigherThreshold()
    {
        UpperTail tail = new([.. Enumerable.Range(0, 50).Select(i => (double)i)]);

        Assert.True(tail.Quantile(0.001) > tail.Quantile(0.01));
        Assert.True(tail.Quantile(0.01) > tail.Quantile(0.2));
        Assert.Equal(0.01, tail.Over(tail.Quantile(0.01)), 1e-4);
    }

    [Fact]
    public void Quantile_ScoresAllAlike_JustAboveThem()
    {
        UpperTail tail = new([.. Enumerable.Repeat(5.0, 20)]);

        Assert.InRange(tail.Quantile(0.01), 5, 5.1);
    }

    private static double Inverse(string distribution, double share) => distribution switch
    {
        "uniform" => share,
        "exponential" => -Math.Log(1 - share),
        "gumbel" => -Math.Log(-Math.Log(share)),
        "lognormal" => Math.Exp(0.3 * NormalInverse(share)),
        _ => NormalInverse(share),
    };

    private static double Over(string distribution, double value) => distribution switch
    {
        "uniform" => Math.Clamp(1 - value, 0, 1),
        "exponential" => Math.Exp(-value),
        "gumbel" => 1 - Math.Exp(-Math.Exp(-value)),
        "lognormal" => NormalOver(Math.Log(value) / 0.3),
        _ => NormalOver(value),
    };

    private static double NormalInverse(double share)
    {
        double low = -10, high = 10;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (1 - NormalOver(middle) < share)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    // Abramowitz and Stegun 26.2.17, error under 7.5e-8.
    private static double NormalOver(double value)
    {
        if (value < 0)
            return 1 - NormalOver(-value);
        double t = 1 / (1 + (0.2316419 * value));
        double polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-value * value / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }
}
