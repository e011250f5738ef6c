using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class PresentTests
{
    private static readonly Rule Present = ZoneRule(RuleKind.Present);

    [Fact]
    public void Present_ComesAndGoes_RaisedAndEndedOnce()
    {
        var scene = new Scene(Present).Play(30, At(500, 500)).Play(60);
        Assert.Equal([AlertPhase.New, AlertPhase.Ended], scene.Events.Select(e => e.Phase));
        Assert.Equal(scene.Events[0].Occurrence, scene.Events[1].Occurrence);
        Assert.Equal(scene.Events[0].At, scene.Events[1].StartedAt);
        Assert.False(scene.Events[0].IsMomentary);
    }

    [Fact]
    public void Present_SeveralPeopleOverlapping_OneAlertUntilTheLastIsGone()
    {
        var scene = new Scene(Present).Play(10, At(400, 400, id: 1)).Play(10, At(400, 400, id: 1), At(600, 600, id: 2)).Play(40, At(600, 600, id: 2));
        Assert.Single(scene.New);
        Assert.Empty(scene.Ended);
        Assert.Single(scene.Play(40).Ended);
    }

    [Fact]
    public void Present_CountChangesOften_UpdatedAtMostEveryFiveSeconds()
    {
        var scene = new Scene(Present with { Grace = TimeSpan.Zero, HoldFrames = 1 });
        for (int i = 0; i < 150; i++)
        {
            if (i % 2 == 0)
                scene.Play(1, At(400, 400, id: 1));
            else
                scene.Play(1, At(400, 400, id: 1), At(600, 600, id: 1000 + i));
        }

        Assert.InRange(scene.Updated.Count(), 2, 3);
        Assert.Contains(scene.Updated, e => e.Count == 2);
    }

    [Fact]
    public void Present_NothingChanges_NeverUpdated() =>
        Assert.Single(new Scene(Present).Play(500, At(500, 500)).Events);

    [Fact]
    public void Present_ScoreImprovesMuch_Updated()
    {
        var scene = new Scene(Present).Play(60, At(500, 500, score: 0.55f)).Play(20, At(500, 500, score: 0.62f));
        Assert.Empty(scene.Updated);
        Assert.Equal(0.9f, Assert.Single(scene.Play(20, At(500, 500, score: 0.9f)).Updated).Track!.Value.Score);
    }

    [Fact]
    public void Present_ScoreFallsLater_KeepsOn() =>
        Assert.Single(new Scene(Present).Play(10, At(500, 500, score: 0.8f)).Play(100, At(500, 500, score: 0.1f)).Events);

    [Fact]
    public void Present_CoolDownEndsWhileSomebodyIsThere_RaisedThen()
    {
        var scene = new Scene(Present with { CoolDown = TimeSpan.FromSeconds(10) }).Play(10, At(500, 500)).Play(30).Play(20, At(500, 500, id: 2));
        Assert.Single(scene.New);
        Assert.Equal(2, scene.Play(60, At(500, 500, id: 2)).New.Count());
    }

    [Fact]
    public void Present_SourceLost_EndedOnce()
    {
        var scene = new Scene(Present).Play(10, At(500, 500)).EndAll().EndAll();
        Assert.Single(scene.Ended);
        Assert.Equal(2, scene.Play(10, At(500, 500)).New.Count());
    }

    [Fact]
    public void Present_StillSceneNotInferred_GoesOn() =>
        Assert.Single(new Scene(Present).Play(10, At(500, 500)).Play(200, inferred: false, At(500, 500)).Events);
}
