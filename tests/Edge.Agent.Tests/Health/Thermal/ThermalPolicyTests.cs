using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Health.Thermal;
using Edge.Testing;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Tests.Health.Thermal;

public sealed class ThermalPolicyTests
{
    private static readonly ThermalSettings Settings = new()
    {
        Steps = [new() { At = 75, Rate = 0.5 }, new() { At = 80, Rate = 0.25 }, new() { At = 85, Rate = 0.125 }],
        Margin = 5,
        Hold = TimeSpan.FromSeconds(60),
    };

    [Theory]
    [InlineData(74.9, 1)]
    [InlineData(75, 0.5)]
    [InlineData(80, 0.25)]
    [InlineData(200, 0.125)]
    public void Judge_Temperature_SlowsAtOnceAsFarAsItSays(double celsius, double rate)
    {
        var policy = new ThermalPolicy(Settings, null);
        Assert.Equal(rate < 1, policy.Judge(celsius, TimeSpan.Zero));
        Assert.Equal(rate, policy.Rate);
        Assert.False(policy.Judge(celsius, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Judge_CoolingDown_GoesBackStepByStepEachAfterTheHold()
    {
        var policy = new ThermalPolicy(Settings, null);
        policy.Judge(90, Seconds(0));
        Assert.False(policy.Judge(60, Seconds(10)));
        Assert.False(policy.Judge(60, Seconds(69)));
        Assert.True(policy.Judge(60, Seconds(70)));
        Assert.Equal(0.25, policy.Rate);
        Assert.False(policy.Judge(60, Seconds(72)));
        Assert.False(policy.Judge(60, Seconds(131)));
        Assert.True(policy.Judge(60, Seconds(132)));
        Assert.Equal(0.5, policy.Rate);
    }

    [Fact]
    public void Judge_WithinTheMargin_StaysSlowed()
    {
        var policy = new ThermalPolicy(Settings, null);
        policy.Judge(76, Seconds(0));
        for (int s = 2; s < 600; s += 2)
            Assert.False(policy.Judge(70, Seconds(s)));
        Assert.Equal(0.5, policy.Rate);
    }

    [Fact]
    public void Judge_WarmOnceWithinTheHold_BeginsTheHoldAnew()
    {
        var policy = new ThermalPolicy(Settings, null);
        policy.Judge(76, Seconds(0));
        policy.Judge(60, Seconds(10));
        policy.Judge(71, Seconds(40));
        policy.Judge(60, Seconds(42));
        Assert.False(policy.Judge(60, Seconds(90)));
        Assert.True(policy.Judge(60, Seconds(102)));
    }

    [Fact]
    public void Judge_SensorThatFails_NeitherSlowsNorCountsAsCool()
    {
        var policy = new ThermalPolicy(Settings, null);
        Assert.False(policy.Judge(null, Seconds(0)));
        policy.Judge(81, Seconds(1));
        for (int s = 2; s < 600; s += 2)
            Assert.False(policy.Judge(null, Seconds(s)));
        Assert.Equal(0.25, policy.Rate);
    }

    /// <summary>At any moment: at least as slow as the temperature says, and never two changes for one step within the hold.</summary>
    [Fact]
    public void Judge_AnyTemperatures_IsNeverFasterThanTheStepAndNeverFlaps()
    {
        var random = new Random(3);
        for (int run = 0; run < 300; run++)
        {
            var policy = new ThermalPolicy(Settings, null);
            double celsius = 70;
            TimeSpan? slowedAt = null;
            for (int s = 0; s < 2000; s += 2)
            {
                celsius = Math.Clamp(celsius + ((random.NextDouble() - 0.5) * 8), 50, 95);
                int before = policy.Level;
                policy.Judge(celsius, Seconds(s));
                Assert.True(policy.Level >= Settings.Steps.Count(step => celsius >= step.At));
                Assert.True(policy.Level >= before - 1, "more than one step back at a time");
                if (policy.Level > before)
                    slowedAt = Seconds(s);
                if (policy.Level < before)
                    Assert.True(Seconds(s) - slowedAt >= Settings.Hold, "back within the hold");
            }
        }
    }

    [Theory]
    [InlineData(null, "75 80 85")]
    [InlineData(95.0, "80 85 90")]
    [InlineData(80.0, "65 70 75")]
    public void Steps_OfTheDefault_LieBelowTheChipsOwnLimit(double? throttle, string expected) =>
        Assert.Equal(expected, string.Join(' ', new ThermalPolicy(new ThermalSettings(), throttle).Steps.Select(step => step.Celsius)));

    [Fact]
    public void ThermalZone_TripPoints_GivesTheLowestPassiveOneThatCanBe()
    {
        string zone = Directory.CreateTempSubdirectory("edge-zone-").FullName;
        try
        {
            void Trip(int n, string type, string milli)
            {
                File.WriteAllText(Path.Combine(zone, $"trip_point_{n}_type"), type + "\n");
                File.WriteAllText(Path.Combine(zone, $"trip_point_{n}_temp"), milli + "\n");
            }

            Assert.Null(ThermalZone.ThrottleCelsius(zone));
            Trip(0, "critical", "110000");
            Trip(1, "active", "60000");
            Assert.Null(ThermalZone.ThrottleCelsius(zone));
            Trip(2, "passive", "95000");
            Trip(3, "passive", "88500");
            Trip(4, "passive", "0");
            Trip(5, "passive", "nonsense");
            Assert.Equal(88.5, ThermalZone.ThrottleCelsius(zone));
            Assert.Null(ThermalZone.ThrottleCelsius(Path.Combine(zone, "none")));
        }
        finally
        {
            Directory.Delete(zone, recursive: true);
        }
    }

    [Fact]
    public void Governor_HeatAndCooling_AreToldOnceEach()
    {
        var time = new ManualTimeProvider();
        var log = new RecordingLog<ThermalGovernor>();
        var told = new List<double>();
        double celsius = 50;
        using var governor = new ThermalGovernor(new ThermalPolicy(Settings, null), () => celsius, told.Add, time, log);
        void Run(double to, int seconds)
        {
            celsius = to;
            for (int i = 0; i < seconds; i += 2)
            {
                governor.Check();
                time.Advance(TimeSpan.FromSeconds(2));
            }
        }

        Run(50, 20);
        Run(82, 20);
        Assert.Equal(0.25, governor.Rate);
        Run(40, 200);

        Assert.Equal([0.25, 0.5, 1], told);
        Assert.Equal(1, governor.Rate);
        Assert.Equal(
            [
                (LogLevel.Warning, "The chip is at 82.0 °C: live cameras are slowed to 0.25 of their frame rate"),
                (LogLevel.Information, "The chip has cooled down to 40.0 °C: live cameras may use 0.5 of their frame rate"),
                (LogLevel.Information, "The chip has cooled down to 40.0 °C: live cameras are at their full frame rate again"),
            ],
            log.Lines);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
