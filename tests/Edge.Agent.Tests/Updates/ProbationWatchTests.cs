using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates;

public sealed class ProbationWatchTests
{
    private static readonly UpdatePolicy _policy = new() { Probation = TimeSpan.FromMinutes(3), FaultPatience = TimeSpan.FromSeconds(45), BrokerPatience = TimeSpan.FromMinutes(2) };

    [Fact]
    public void Look_AllWellForTheWholeTime_Passes()
    {
        var watch = new ProbationWatch(_policy, hadBroker: true, []);
        for (int second = 0; second < 180; second++)
        {
            watch.Look(TimeSpan.FromSeconds(second), [], isBrokerConnected: true);
            Assert.False(watch.HasPassed);
        }

        watch.Look(TimeSpan.FromSeconds(180), [], isBrokerConnected: true);
        Assert.True(watch.HasPassed);
    }

    [Fact]
    public void Look_ShortFaults_AreForgiven()
    {
        var watch = new ProbationWatch(_policy, hadBroker: true, []);
        for (int second = 0; second <= 180; second += 10)
            watch.Look(TimeSpan.FromSeconds(second), second % 40 == 0 && second < 180 ? ["capture of camera 'a' is blind"] : [], isBrokerConnected: true);
        Assert.True(watch.HasPassed);
    }

    [Fact]
    public void Look_FaultAtTheEndOfTheTime_IsWaitedFor()
    {
        var watch = new ProbationWatch(_policy, hadBroker: true, []);
        watch.Look(TimeSpan.Zero, [], isBrokerConnected: true);
        watch.Look(TimeSpan.FromSeconds(180), ["outbox is stuck"], isBrokerConnected: true);
        Assert.False(watch.HasPassed);
        watch.Look(TimeSpan.FromSeconds(200), [], isBrokerConnected: true);
        Assert.True(watch.HasPassed);
    }

    [Fact]
    public void Look_LastingFault_Refuses()
    {
        var watch = new ProbationWatch(_policy, hadBroker: true, []);
        watch.Look(TimeSpan.FromSeconds(10), ["detector of camera 'a' is stuck"], isBrokerConnected: true);
        watch.Look(TimeSpan.FromSeconds(55), ["detector of camera 'a' is stuck"], isBrokerConnected: true);
        var refused = Assert.Throws<UpdateRefusedException>(() => watch.Look(TimeSpan.FromSeconds(56), ["detector of camera 'a' is stuck"], isBrokerConnected: true));
        Assert.Equal(UpdateFault.Unhealthy, refused.Fault);
        Assert.Contains("camera 'a'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_FaultFromBefore_IsNotHeldAgainstIt_AnotherOneIs()
    {
        var watch = new ProbationWatch(_policy, hadBroker: true, ["capture of camera 'old' is blind"]);
        watch.Look(TimeSpan.Zero, ["capture of camera 'old' is blind"], isBrokerConnected: true);
        watch.Look(TimeSpan.FromMinutes(2), ["capture of camera 'old' is blind", "outbox is stuck"], isBrokerConnected: true);
        Assert.Throws<UpdateRefusedException>(() => watch.Look(TimeSpan.FromMinutes(2.9), ["capture of camera 'old' is blind", "outbox is stuck"], isBrokerConnected: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Look_BrokerGone_RefusesOnlyWhereItWasThereBefore(bool hadBroker)
    {
        var watch = new ProbationWatch(_policy, hadBroker, []);
        watch.Look(TimeSpan.Zero, [], isBrokerConnected: false);
        if (hadBroker)
        {
            Assert.Equal(UpdateFault.BrokerLost, Assert.Throws<UpdateRefusedException>(() => watch.Look(TimeSpan.FromSeconds(121), [], isBrokerConnected: false)).Fault);
        }
        else
        {
            watch.Look(TimeSpan.FromSeconds(180), [], isBrokerConnected: false);
            Assert.True(watch.HasPassed);
        }
    }
}
