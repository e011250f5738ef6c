using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Tests.Rollouts;

public sealed class RolloutPlanChecksTests
{
    private static RolloutPlan Plan => new() { Name = "x", Kind = ReleaseKind.Model, Target = "models/a.zip", Rings = [new RingPlan { Name = "all" }] };

    [Fact]
    public void Plan_InOrder_HasNoFaults() => Assert.Empty(RolloutPlanChecks.Faults(Plan));

    [Fact]
    public void Plan_WithManyFaults_ShowsEveryOne()
    {
        RolloutPlan plan = Plan with
        {
            Name = " ",
            Target = "",
            SoakSeconds = 0,
            Quorum = 1.5,
            Rings = [new RingPlan { Name = "a", Percent = 50 }, new RingPlan { Name = "a", Percent = 40, Count = 3, Quorum = 0 }],
            Limits = new HealthLimits { MaximumAlertRatio = 0.5, MinimumAlertRatio = -1, MaximumRestarts = -1, MaximumFailedFraction = 1 },
        };
        IReadOnlyList<string> faults = RolloutPlanChecks.Faults(plan);
        Assert.Equal(12, faults.Count);
        Assert.Contains("rings[1].percent is 40; allowed: more than the earlier ring's 50, since it counts their devices too", faults);
        Assert.Contains("limits.maximumAlertRatio is 0.5; allowed: above 1 to 1000, or null", faults);
    }

    [Fact]
    public void Plan_NotANumber_IsRefused()
    {
        Assert.Single(RolloutPlanChecks.Faults(Plan with { SoakSeconds = double.NaN }));
        Assert.Single(RolloutPlanChecks.Faults(Plan with { Limits = new HealthLimits { MaximumTemperatureC = double.NaN } }));
    }

    [Fact]
    public void Plan_AsJson_ComesBackAndNullSwitchesALimitOff()
    {
        RolloutPlan plan = Plan with { Limits = new HealthLimits { MaximumRestarts = null } };
        string json = JsonSerializer.Serialize(plan, RolloutJson.Asked);
        RolloutPlan read = JsonSerializer.Deserialize<RolloutPlan>(json, RolloutJson.Asked)!;
        Assert.Null(read.Limits.MaximumRestarts);
        Assert.Equal(json, JsonSerializer.Serialize(read, RolloutJson.Asked));
    }

    [Fact]
    public void Plan_ThatSaysLittle_HasTheUsualLimits()
    {
        RolloutPlan plan = JsonSerializer.Deserialize<RolloutPlan>("""{"name":"x","kind":"model","target":"a","rings":[{"name":"all"}],"limits":{"maximumRestarts":3}}""", RolloutJson.Asked)!;
        Assert.Equal(new HealthLimits { MaximumRestarts = 3 }, plan.Limits);
        Assert.Equal(3600, plan.SoakSeconds);
        Assert.Empty(RolloutPlanChecks.Faults(plan));
    }

    [Fact]
    public void Plan_WithAMisspeltLimit_IsRefused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RolloutPlan>(
            """{"name":"x","kind":"model","target":"a","rings":[{"name":"all"}],"limits":{"maximumAlertRatios":2}}""", RolloutJson.Asked));
}
