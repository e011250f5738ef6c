using Edge.Domain.Rules;
using Edge.Domain.Zones;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class CrossesTests
{
    [Theory]
    [InlineData(300, 700, CrossingDirection.LeftToRight)]
    [InlineData(700, 300, CrossingDirection.RightToLeft)]
    public void Crosses_WalksOver_ToldOnceWithItsDirection(float from, float to, CrossingDirection direction)
    {
        RuleEvent told = Assert.Single(new Scene(LineRule()).Walk(from, to, 20).Play(20, At(to, 500)).Events);
        Assert.Equal(direction, told.Direction);
        Assert.True(told.IsMomentary);
    }

    [Theory]
    [InlineData(CrossingDirection.LeftToRight, 1)]
    [InlineData(CrossingDirection.RightToLeft, 1)]
    [InlineData(CrossingDirection.Both, 2)]
    public void Crosses_ThereAndBack_OnlyWantedDirectionsTold(CrossingDirection wanted, int told) =>
        Assert.Equal(told, new Scene(LineRule(wanted)).Walk(300, 700, 20).Walk(700, 300, 20).Events.Count);

    [Fact]
    public void Crosses_LeftAndRight_AreAsSeenFromTheFirstEnd()
    {
        // From the right edge to the left one: the left hand points down.
        var line = new TripLine("l", new(0.9f, 0.5f), new(0.1f, 0.5f));
        var scene = new Scene(LineRule() with { Line = line });
        for (int y = 400; y <= 600; y += 10)
            scene.Play(1, At(500, y));
        Assert.Equal(CrossingDirection.RightToLeft, Assert.Single(scene.Events).Direction);
    }

    [Fact]
    public void Crosses_PassesBeyondTheEnds_NotTold() =>
        Assert.Empty(new Scene(LineRule()).Walk(300, 700, 20, y: 900).Play(10, At(700, 900)).Events);

    [Fact]
    public void Crosses_TremblesOnTheLine_NotTold()
    {
        var scene = new Scene(LineRule()).Walk(300, 495, 10);
        for (int i = 0; i < 100; i++)
            scene.Play(1, At(i % 2 == 0 ? 496 : 504, 500));
        Assert.Empty(scene.Walk(496, 300, 10).Events);
    }

    [Fact]
    public void Crosses_TremblesSlowlyOnTheLine_NotToldEvenWithoutHold()
    {
        var scene = new Scene(LineRule() with { HoldFrames = 1 }).Walk(300, 495, 10);
        for (int i = 0; i < 100; i++)
            scene.Play(1, At(i % 10 < 5 ? 496 : 504, 500));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(1, At(520, 500)).Events);
    }

    [Fact]
    public void Crosses_TremblesThenGoesOn_ToldOnce()
    {
        var scene = new Scene(LineRule()).Walk(300, 495, 10);
        for (int i = 0; i < 100; i++)
            scene.Play(1, At(i % 2 == 0 ? 496 : 504, 500));
        Assert.Single(scene.Walk(504, 700, 10).Events);
    }

    [Fact]
    public void Crosses_BoxFlipsOverForLessThanHoldFrames_NotTold() =>
        Assert.Empty(new Scene(LineRule()).Play(10, At(450, 500)).Play(2, At(550, 500)).Play(10, At(450, 500)).Events);

    [Fact]
    public void Crosses_FastInOneStep_Told() =>
        Assert.Single(new Scene(LineRule()).Play(5, At(200, 500)).Play(5, At(800, 500)).Events);

    [Fact]
    public void Crosses_HiddenWhileCrossing_Told() =>
        Assert.Single(new Scene(LineRule()).Walk(300, 480, 10).Play(8, Lost(500, 500)).Walk(530, 700, 10).Events);

    [Fact]
    public void Crosses_NewIdWhileCrossing_Told() =>
        Assert.Single(new Scene(LineRule()).Walk(300, 480, 10, id: 1).Play(5).Walk(530, 700, 10, id: 2).Events);

    [Fact]
    public void Crosses_GoneSoonAfterTheLine_ToldWhenItIsCertain()
    {
        var scene = new Scene(LineRule()).Walk(300, 480, 10).Play(2, At(530, 500));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(30).Events);
    }

    [Fact]
    public void Crosses_FirstSeenOnTheLine_NotTold() =>
        Assert.Empty(new Scene(LineRule()).Play(5, At(501, 500)).Walk(501, 700, 10).Events);

    [Fact]
    public void Crosses_NotSureWhatItIsUntilLater_ToldThen()
    {
        var scene = new Scene(LineRule()).Play(10, At(400, 500, score: 0.3f)).Play(10, At(600, 500, score: 0.3f));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(10, At(620, 500, score: 0.7f)).Events);
    }

    [Fact]
    public void Crosses_OtherClass_NotTold() =>
        Assert.Empty(new Scene(LineRule() with { ClassIds = [Car] }).Walk(300, 700, 20).Play(5, At(700, 500)).Events);

    [Fact]
    public void Crosses_NoLine_Refused() =>
        Assert.Throws<ArgumentException>(() => new RuleEngine([LineRule() with { Line = null }]));
}
