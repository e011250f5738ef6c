using Edge.Domain.Rules;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class LeavesTests
{
    private static readonly Rule Leaves = ZoneRule(RuleKind.Leaves);

    [Fact]
    public void Leaves_WalksOut_ToldOnceAfterGrace()
    {
        var scene = new Scene(Leaves).Play(10, At(500, 500)).Play(19, At(100, 500));
        Assert.Empty(scene.Events);
        Assert.Single(scene.Play(50, At(100, 500)).Events);
    }

    [Fact]
    public void Leaves_VanishesInside_ToldAfterGrace() =>
        Assert.Single(new Scene(Leaves).Play(10, At(500, 500)).Play(50).Events);

    [Fact]
    public void Leaves_VanishesWhileStillReportedLost_ToldAfterGrace() =>
        Assert.Single(new Scene(Leaves).Play(10, At(500, 500)).Play(50, Lost(500, 500)).Events);

    [Fact]
    public void Leaves_BlinksWithinGrace_NotTold() =>
        Assert.Empty(new Scene(Leaves).Play(10, At(500, 500)).Play(15).Play(10, At(500, 500)).Play(15).Play(5, At(500, 500)).Events);

    [Fact]
    public void Leaves_NeverWasInside_NotTold() =>
        Assert.Empty(new Scene(Leaves).Play(2, At(500, 500)).Play(50, At(100, 500)).Events);

    [Fact]
    public void Leaves_NeverHadTheScore_NotTold() =>
        Assert.Empty(new Scene(Leaves).Play(10, At(500, 500, score: 0.3f)).Play(50).Events);

    [Fact]
    public void Leaves_SourceLost_NotTold() =>
        Assert.Empty(new Scene(Leaves).Play(10, At(500, 500)).EndAll().Play(50).Events);

    [Fact]
    public void Leaves_ZeroGrace_ToldAfterHoldFramesOutside() =>
        Assert.Single(new Scene(Leaves with { Grace = TimeSpan.Zero }).Play(10, At(500, 500)).Play(3, At(100, 500)).Events);
}
