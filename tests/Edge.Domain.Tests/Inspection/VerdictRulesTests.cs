using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Domain.Zones;

namespace Edge.Domain.Tests.Inspection;

public sealed class VerdictRulesTests
{
    private static readonly SizePx _frame = new(100, 100);
    private static readonly Zone _left = new("left", new Polygon([new(0, 0), new(0.5f, 0), new(0.5f, 1), new(0, 1)]), BoxAnchor.Center);

    [Fact]
    public void NoDefect_NoLimits_Passes()
    {
        Verdict verdict = Judge([]);
        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Empty(verdict.Reasons.AsEnumerable());
    }

    [Fact]
    public void Defect_NoLimits_Fails()
    {
        Verdict verdict = Judge([], Spur(10));
        Assert.Equal(Outcome.Fail, verdict.Outcome);
        Assert.Equal(["spur: 1 found, 0 allowed"], verdict.Reasons.AsEnumerable());
    }

    [Theory]
    [InlineData(2, Outcome.Pass)]
    [InlineData(3, Outcome.Fail)]
    public void Count_AtAndPastItsLimit_PassesAndFails(int spurs, Outcome expected)
    {
        DefectLimit limit = new("SPUR", null, 2, null);
        Assert.Equal(expected, Judge([limit], [.. Enumerable.Range(0, spurs).Select(i => Spur(10 + i))]).Outcome);
    }

    [Theory]
    [InlineData(0.5f, Outcome.Pass)]
    [InlineData(0.51f, Outcome.Fail)]
    public void Size_AtAndPastItsLimit_PassesAndFails(float sizeMm, Outcome expected)
    {
        Verdict verdict = Judge([new DefectLimit("spur", null, 5, 0.5f)], Spur(10, sizeMm));
        Assert.Equal(expected, verdict.Outcome);
        Assert.Equal(expected == Outcome.Fail ? ["spur: 0.51 mm long, 0.50 allowed"] : [], verdict.Reasons.AsEnumerable());
    }

    [Fact]
    public void Zone_MoreParticularLimit_Wins()
    {
        DefectLimit[] limits = [new(null, null, 0, null), new("spur", _left, 1, null)];
        Assert.Equal(Outcome.Pass, Judge(limits, Spur(10)).Outcome);
        Assert.Equal(["spur: 1 found, 0 allowed"], Judge(limits, Spur(80)).Reasons.AsEnumerable());
        Assert.Equal(["spur: 2 found, 1 allowed in left"], Judge(limits, Spur(10), Spur(20)).Reasons.AsEnumerable());
    }

    [Fact]
    public void Class_WithoutLimit_IsNotAllowed()
    {
        Verdict verdict = Judge([new DefectLimit("spur", null, 100, null)], Spur(10), Spur(20) with { Class = Defect.UnknownClass, Finder = DefectFinder.Golden });
        Assert.Equal(["difference: 1 found, 0 allowed"], verdict.Reasons.AsEnumerable());
    }

    [Fact]
    public void WeakAndSmallFinds_UnderTheLimitsOwnBounds_DoNotCount()
    {
        DefectLimit limit = new("spur", null, 0, null, MinimumScore: 0.6f, MinimumSizeMm: 0.2f);
        Assert.Equal(Outcome.Pass, Judge([limit], Spur(10, 1) with { Score = 0.59f }, Spur(10, 0.19f)).Outcome);
        Assert.Equal(Outcome.Fail, Judge([limit], Spur(10, 0.2f) with { Score = 0.6f }).Outcome);
        // A size that nobody measured is no small size.
        Assert.Equal(Outcome.Fail, Judge([limit], Spur(10)).Outcome);
    }

    [Fact]
    public void Doubt_WithOrWithoutDefects_CannotJudge()
    {
        foreach (Defect[] defects in (Defect[][])[[], [Spur(10)]])
        {
            Verdict verdict = new VerdictRules([]).Judge([Doubt.Blurred, Doubt.Blurred, Doubt.Dark], ["sharpness 0.1, 0.5 wanted"], defects, _frame);
            Assert.Equal(Outcome.CannotJudge, verdict.Outcome);
            Assert.Equal([Doubt.Blurred, Doubt.Dark], verdict.Doubts.AsEnumerable());
            Assert.Equal(["sharpness 0.1, 0.5 wanted"], verdict.Reasons.AsEnumerable());
            Assert.Equal(defects.Length, verdict.Defects.Length);
        }
    }

    [Fact]
    public void Defects_InAnyOrder_AreToldStrongestFirst()
    {
        Verdict verdict = Judge([], Spur(10) with { Score = 0.2f }, Spur(20) with { Score = 0.9f });
        Assert.Equal([0.9f, 0.2f], verdict.Defects.Select(defect => defect.Score));
    }

    [Fact]
    public void Limits_TwoForTheSameClassAndZone_Throws() =>
        Assert.Equal(
            "two limits are for Spur in left",
            Assert.Throws<ArgumentException>(() => new VerdictRules([new("spur", _left, 0, null), new("Spur", _left, 1, null)])).Message.Split(" (")[0]);

    private static Verdict Judge(DefectLimit[] limits, params Defect[] defects) => new VerdictRules(limits).Judge([], [], defects, _frame);

    private static Defect Spur(float x, float? sizeMm = null) => new("spur", DefectFinder.Model, 0.9f, new BoxPx(x - 2, 50, 4, 4), sizeMm);
}
