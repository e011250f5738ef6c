using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class EntersTests
{
    private static readonly Rule Enters = ZoneRule(RuleKind.Enters);

    [Fact]
    public void Enters_WalksIn_ToldOnceAfterHoldFrames()
    {
        var scene = new Scene(Enters).Play(5, At(100, 500));
        Assert.Empty(scene.Play(2, At(500, 500)).Events);
        Assert.Single(scene.Play(1, At(500, 500)).Events);
        RuleEvent told = Assert.Single(scene.Play(100, At(500, 500)).Events);
        Assert.True(told.IsMomentary);
        Assert.Equal(1, told.Track!.Value.Id);
        Assert.Equal(told.StartedAt, told.At);
    }

    [Fact]
    public void Enters_InsideFromTheFirstFrame_Told() =>
        Assert.Single(new Scene(Enters).Play(10, At(500, 500)).Events);

    [Fact]
    public void Enters_FeetOutsideWhileBodyInside_NotTold() =>
        Assert.Empty(new Scene(Enters).Play(10, At(500, 760)).Events);

    [Fact]
    public void Enters_InsideForFewerThanHoldFrames_NotTold() =>
        Assert.Empty(new Scene(Enters).Play(2, At(500, 500)).Play(1, At(100, 500)).Play(2, At(500, 500)).Play(5, At(100, 500)).Events);

    [Fact]
    public void Enters_TentativeTrack_NotTold() =>
        Assert.Empty(new Scene(Enters).Play(10, At(500, 500) with { State = TrackState.Tentative }).Events);

    [Fact]
    public void Enters_LeavesAndComesBackAfterGrace_IsAnotherVisit()
    {
        var scene = new Scene(Enters).Play(10, At(500, 500)).Play(30, At(100, 500)).Play(10, At(500, 500));
        Assert.Equal(2, scene.Events.Count);
    }

    [Fact]
    public void Enters_OutsideForLessThanGrace_IsTheSameVisit() =>
        Assert.Single(new Scene(Enters).Play(10, At(500, 500)).Play(15, At(250, 500)).Play(10, At(500, 500)).Events);

    [Fact]
    public void Enters_FlickersAtTheEdge_ToldOnce()
    {
        // Half the body hidden behind a table: the box's foot jumps in and out of the zone.
        var scene = new Scene(Enters).Play(5, At(500, 500));
        for (int i = 0; i < 200; i++)
            scene.Play(1, At(500, i % 7 < 3 ? 690 : 740));
        Assert.Single(scene.Events);
    }

    [Fact]
    public void Enters_NewIdAtTheSamePlaceWithinGrace_IsTheSameVisit() =>
        Assert.Single(new Scene(Enters).Play(10, At(500, 500, id: 1)).Play(15).Play(10, At(520, 510, id: 2)).Events);

    [Fact]
    public void Enters_NewIdWhileTheOldTrackIsStillReportedLost_IsTheSameVisit()
    {
        var scene = new Scene(Enters).Play(10, At(500, 500, id: 1)).Play(5, Lost(505, 500, id: 1));
        Assert.Single(scene.Play(10, Lost(510, 500, id: 1), At(520, 510, id: 2)).Events);
    }

    [Fact]
    public void Enters_ManyIdsInARow_IsOneVisit()
    {
        var scene = new Scene(Enters);
        for (int id = 1; id <= 20; id++)
            scene.Play(8, At(500 + (id % 3), 500, id)).Play(10);
        Assert.Single(scene.Events);
    }

    [Fact]
    public void Enters_NewIdJustOutsideThenInside_IsTheSameVisit() =>
        Assert.Single(new Scene(Enters).Play(10, At(500, 690, id: 1)).Play(8).Play(5, At(500, 715, id: 2)).Play(10, At(500, 680, id: 2)).Events);

    [Fact]
    public void Enters_NewIdAfterGrace_IsAnotherVisit() =>
        Assert.Equal(2, new Scene(Enters).Play(10, At(500, 500, id: 1)).Play(25).Play(10, At(500, 500, id: 2)).Events.Count);

    [Fact]
    public void Enters_NewIdFarAway_IsAnotherVisit() =>
        Assert.Equal(2, new Scene(Enters).Play(10, At(350, 400, id: 1)).Play(5).Play(10, At(650, 650, id: 2)).Events.Count);

    [Fact]
    public void Enters_SecondPersonHidesTheFirst_BothTold()
    {
        // The second was seen while the first still was, so it is somebody else, even on the very spot where the first vanished.
        var scene = new Scene(Enters).Play(10, At(500, 500, id: 1), At(200, 500, id: 2));
        scene.Play(5, At(500, 500, id: 1), At(290, 500, id: 2)).Play(10, At(500, 505, id: 2));
        Assert.Equal([1L, 2L], scene.Events.Select(e => e.Track!.Value.Id));
    }

    [Fact]
    public void Enters_SecondSeenTentativelyBesideTheFirst_IsAnotherVisit()
    {
        // Not yet confirmed when the first vanished, but in the picture at the same time.
        var scene = new Scene(Enters).Play(10, At(500, 500, id: 1)).Play(2, At(500, 500, id: 1), At(530, 500, id: 2) with { State = TrackState.Tentative });
        Assert.Equal(2, scene.Play(10, At(510, 500, id: 2)).Events.Count);
    }

    [Fact]
    public void Enters_FirstIsFoundAgainAfterANewIdTookItsVisit_NoThirdAlert()
    {
        var scene = new Scene(Enters).Play(10, At(500, 500, id: 1)).Play(5).Play(10, At(505, 500, id: 2)).Play(5);
        Assert.Single(scene.Play(10, At(500, 500, id: 3)).Events);
    }

    [Fact]
    public void Enters_ScoreTooLowAtFirst_ToldWhenItIsEnough()
    {
        var scene = new Scene(Enters with { MinimumScore = 0.6f }).Play(10, At(500, 500, score: 0.4f));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(1, At(500, 500, score: 0.7f)).Play(10, At(500, 500, score: 0.3f)).Events);
    }

    [Fact]
    public void Enters_ScoreByClass_OverridesTheRules()
    {
        Rule rule = Enters with { MinimumScore = 0.9f, MinimumScoreByClass = Enters.MinimumScoreByClass.Add(Car, 0.3f) };
        var scene = new Scene(rule).Play(10, At(400, 500, id: 1, score: 0.5f), At(600, 500, id: 2, score: 0.5f, classId: Car));
        Assert.Equal(Car, Assert.Single(scene.Events).Track!.Value.ClassId);
    }

    [Fact]
    public void Enters_OtherClass_NotTold() =>
        Assert.Empty(new Scene(Enters with { ClassIds = [Car] }).Play(10, At(500, 500)).Events);

    [Fact]
    public void Enters_WithoutZone_IsAppearing() =>
        Assert.Single(new Scene(Enters with { Zone = null }).Play(10, At(50, 990)).Events);

    [Fact]
    public void Enters_FramesNotInferred_DoNotCount() =>
        Assert.Empty(new Scene(Enters).Play(2, At(500, 500)).Play(50, inferred: false, At(500, 500)).Events);

    [Fact]
    public void Enters_CoolDown_HoldsBackTheSameClassOnly()
    {
        Rule rule = Enters with { CoolDown = TimeSpan.FromSeconds(10) };
        var scene = new Scene(rule).Play(10, At(350, 400, id: 1)).Play(10, At(350, 400, id: 1), At(650, 650, id: 2), At(500, 350, id: 3, classId: Car));
        Assert.Equal([Person, Car], scene.Events.Select(e => e.Track!.Value.ClassId));
        Assert.Equal(3, scene.Play(100).Play(10, At(650, 650, id: 4)).Events.Count);
    }

    [Fact]
    public void Enters_AfterTheSourceCameBack_ToldAnew() =>
        Assert.Equal(2, new Scene(Enters).Play(10, At(500, 500)).EndAll().Play(10, At(500, 500)).Events.Count);
}
