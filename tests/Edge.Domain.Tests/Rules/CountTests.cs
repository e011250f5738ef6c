using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class CountTests
{
    private static readonly Rule Crowd = ZoneRule(RuleKind.Count) with { MaximumCount = 2 };
    private static readonly Rule Guard = ZoneRule(RuleKind.Count) with { MinimumCount = 1 };

    private static Track[] People(int count) => [.. Enumerable.Range(0, count).Select(i => At(320 + (i * 80), 500, id: i + 1))];

    [Fact]
    public void Count_AboveTheLimit_RaisedWithTheCountAndEndedOnce()
    {
        var scene = new Scene(Crowd).Play(20, People(2));
        Assert.Empty(scene.Events);
        scene.Play(20, People(3)).Play(60, People(2));
        Assert.Equal([AlertPhase.New, AlertPhase.Ended], scene.Events.Select(e => e.Phase));
        Assert.Equal([3, 2], scene.Events.Select(e => e.Count));
        Assert.Equal(3, scene.Events[0].Track!.Value.Id);
    }

    [Fact]
    public void Count_AtTheLimit_NotTold() => Assert.Empty(new Scene(Crowd).Play(100, People(2)).Events);

    [Fact]
    public void Count_OneBlinks_NoSecondAlert()
    {
        var scene = new Scene(Crowd).Play(20, People(3));
        for (int i = 0; i < 10; i++)
            scene.Play(10, People(2)).Play(10, People(3));
        Assert.Single(scene.Events);
    }

    [Fact]
    public void Count_NobodyAtTheStart_ToldOnlyAfterGrace()
    {
        var scene = new Scene(Guard).Play(20);
        Assert.Empty(scene.Events);
        Assert.Equal(0, Assert.Single(scene.Play(30).Events).Count);
    }

    [Fact]
    public void Count_GuardIsThereFromTheStart_NotTold() => Assert.Empty(new Scene(Guard).Play(100, At(500, 500)).Events);

    [Fact]
    public void Count_GuardLeavesAndComesBack_RaisedAndEnded()
    {
        var scene = new Scene(Guard).Play(50, At(500, 500)).Play(60).Play(50, At(500, 500, id: 2));
        Assert.Equal([AlertPhase.New, AlertPhase.Ended], scene.Events.Select(e => e.Phase));
    }

    [Fact]
    public void Count_GrowsFurther_UpdatedAfterFiveSeconds()
    {
        var scene = new Scene(Crowd).Play(20, People(3)).Play(20, People(4));
        Assert.Empty(scene.Updated);
        Assert.Equal(4, Assert.Single(scene.Play(60, People(4)).Updated).Count);
    }

    [Fact]
    public void Count_SourceLost_EndedAndJudgedAnew()
    {
        var scene = new Scene(Guard).Play(60).EndAll();
        Assert.Single(scene.Ended);
        Assert.Single(scene.Play(10).New);
    }
}
