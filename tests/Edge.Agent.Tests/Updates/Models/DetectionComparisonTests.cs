using Edge.Agent.Updates.Models;
using Edge.Domain.Detections;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Updates.Models;

public sealed class DetectionComparisonTests
{
    private static readonly string[] _active = ["person", "car"];
    private static readonly string[] _candidate = ["car", "person", "dog"];
    private static readonly Detection _person = new(0, 0.9f, new BoxPx(10, 10, 40, 80));

    [Fact]
    public void Agree_SameObjectUnderAnotherClassId_IsTrue() => Assert.True(Agree([_person], [_person with { ClassId = 1 }]));

    [Fact]
    public void Agree_OtherNameInTheSamePlace_IsFalse() => Assert.False(Agree([_person], [_person]));

    [Fact]
    public void Agree_SameNameElsewhere_IsFalse() => Assert.False(Agree([_person], [_person with { ClassId = 1, Box = new BoxPx(200, 10, 40, 80) }]));

    [Fact]
    public void Agree_MissedByTheCandidate_IsFalse() => Assert.False(Agree([_person], []));

    [Fact]
    public void Agree_FoundByTheCandidateAlone_IsFalse() => Assert.False(Agree([], [_person with { ClassId = 1 }]));

    [Theory]
    [InlineData(0.29f, true)]
    [InlineData(0.41f, false)]
    public void Agree_ObjectJustAboveTheThreshold_IsNotAskedFor(float score, bool agree) => Assert.Equal(agree, Agree([_person with { Score = score }], []));

    [Fact]
    public void Agree_ClassThatNoRuleLooksAt_IsPassedOver()
    {
        Detection dog = new(2, 0.9f, new BoxPx(0, 0, 20, 20));
        Assert.False(Agree([], [dog]));
        Assert.True(Agree([], [dog], "person"));
    }

    private static bool Agree(Detection[] active, Detection[] candidate, params string[] watched) =>
        new DetectionComparison(watched.ToHashSet()).Agree(new Findings(active, _active, 0.25f), new Findings(candidate, _candidate, 0.25f));
}
