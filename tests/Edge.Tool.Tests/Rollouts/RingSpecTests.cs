using Edge.Contracts.Rollouts;
using Edge.Tool.Rollouts;

namespace Edge.Tool.Tests.Rollouts;

public sealed class RingSpecTests
{
    [Fact]
    public void Ring_InAFewLetters_IsUnderstood()
    {
        Assert.Equal(new RingPlan { Name = "1", Count = 1, SoakSeconds = 600 }, RingSpec.Parse("1@10m"));
        Assert.Equal(new RingPlan { Name = "12.5%", Percent = 12.5 }, RingSpec.Parse("12.5%"));
        Assert.Equal(new RingPlan { Name = "everybody", SoakSeconds = 5400 }, RingSpec.Parse("everybody:all@1.5h"));
        RingPlan canary = RingSpec.Parse("canaries:tier=canary+floor=2");
        Assert.Equal("canaries", canary.Name);
        Assert.Equal(new Dictionary<string, string> { ["tier"] = "canary", ["floor"] = "2" }, canary.Only!.Labels);
    }

    [Theory]
    [InlineData("some")]
    [InlineData("1@soon")]
    [InlineData("-1")]
    [InlineData("=x")]
    [InlineData("a=1+a=2")]
    [InlineData("")]
    public void Ring_OutOfOrder_IsRefusedWithWhatIsAllowed(string text) => Assert.Contains("allowed", Assert.Throws<IOException>(() => RingSpec.Parse(text)).Message);

    [Fact]
    public void Limit_ByName_LiesOverTheUsualOnes()
    {
        HealthLimits limits = LimitSpec.Apply(["alerts-most=5", "latency-ms=250", "restarts=off"]);
        Assert.Equal(new HealthLimits { MaximumAlertRatio = 5, MaximumLatencyP99Ms = 250, MaximumRestarts = null }, limits);
        Assert.Contains("latency-ratio", Assert.Throws<IOException>(() => LimitSpec.Apply(["latency=3"])).Message);
    }
}
