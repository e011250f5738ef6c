using Edge.Domain.Geometry;
using Edge.Domain.Inspection;

namespace Edge.Domain.Tests.Inspection;

public sealed class DefectFusionTests
{
    private readonly DefectFusion _fusion = new(new FusionOptions { ModelScore = 0.7f, ConfirmedScore = 0.25f, ContradictedScore = 0.95f, DifferenceScore = 0.35f });
    private static readonly Func<BoxPx, float> Same = _ => 0.01f;
    private readonly List<Defect> _fused = [];

    [Theory]
    [InlineData(0.7f, false, true)]
    [InlineData(0.69f, false, false)]
    [InlineData(0.7f, true, false)]
    [InlineData(0.95f, true, true)]
    public void Fuse_ModelAlone_CountsFromAScoreThatDependsOnWhetherThereWasAComparison(float score, bool isCompared, bool counts)
    {
        Fuse(isCompared, Model("open", score, new BoxPx(10, 10, 20, 20)));
        Assert.Equal(counts ? 1 : 0, _fused.Count);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(0.1f)]
    public void Fuse_NotComparedThereOrAFaintDifference_SpeaksNotAgainstTheModel(float difference)
    {
        _fusion.Fuse([Model("open", 0.75f, new BoxPx(10, 10, 20, 20))], _ => difference, _fused);
        Assert.Single(_fused);
    }

    [Theory]
    [InlineData(0.25f, true)]
    [InlineData(0.2f, false)]
    public void Fuse_WeakFindAtADifference_CountsAndNamesIt(float score, bool counts)
    {
        // The difference is as tight as the defect, the model's box has room around it.
        Fuse(true, Model("spur", score, new BoxPx(10, 10, 30, 30)), Golden(0.6f, new BoxPx(20, 22, 6, 6)));
        Defect defect = Assert.Single(_fused);
        Assert.Equal(counts ? ("spur", DefectFinder.Model) : (Defect.UnknownClass, DefectFinder.Golden), (defect.Class, defect.Finder));
        Assert.Equal(counts ? 1 - ((1 - score) * 0.4f) : 0.6f, defect.Score, 5);
    }

    [Fact]
    public void Fuse_WeakDifference_ConfirmsButDoesNotCountAlone()
    {
        Fuse(true, Model("spur", 0.5f, new BoxPx(10, 10, 30, 30)), Golden(0.2f, new BoxPx(20, 22, 6, 6)), Golden(0.2f, new BoxPx(100, 100, 6, 6)));
        Assert.Equal("spur", Assert.Single(_fused).Class);
    }

    [Fact]
    public void Fuse_DifferenceWithoutName_IsToldAsSuch()
    {
        Fuse(true, Golden(0.9f, new BoxPx(100, 100, 6, 6)), Model("open", 0.99f, new BoxPx(10, 10, 20, 20)));
        Assert.Equal(["open", Defect.UnknownClass], _fused.Select(defect => defect.Class));
    }

    [Fact]
    public void Fuse_OnePlaceTwoClasses_StrongestStays()
    {
        Fuse(true, Model("spur", 0.4f, new BoxPx(10, 10, 20, 20)), Model("short", 0.5f, new BoxPx(11, 10, 20, 20)), Golden(0.5f, new BoxPx(12, 12, 8, 8)));
        Assert.Equal("short", Assert.Single(_fused).Class);
    }

    [Fact]
    public void Fuse_LongDifferenceWithASmallDefectAtItsEnd_BothAreTold()
    {
        Fuse(true, Model("spur", 0.9f, new BoxPx(10, 10, 20, 20)), Golden(0.9f, new BoxPx(12, 12, 200, 10)));
        Assert.Equal(2, _fused.Count);
    }

    [Fact]
    public void Fuse_AnomalyFinds_StayWhereNothingElseIs()
    {
        var anomaly = new Defect(Defect.UnknownClass, DefectFinder.Anomaly, 0.5f, new BoxPx(12, 12, 10, 10), null);
        Fuse(true, anomaly, anomaly with { Box = new BoxPx(200, 200, 10, 10) }, Model("spur", 0.99f, new BoxPx(10, 10, 20, 20)));
        Assert.Equal([DefectFinder.Model, DefectFinder.Anomaly], _fused.Select(defect => defect.Finder));
        Assert.Equal(200, _fused[1].Box.X);
    }

    [Fact]
    public void Fuse_AnyOrder_SameResultStrongestFirst()
    {
        var random = new Random(5);
        Defect[] finds = [.. Enumerable.Range(0, 40).Select(i =>
        {
            var box = new BoxPx(random.Next(300), random.Next(300), random.Next(5, 60), random.Next(5, 60));
            return i % 2 == 0 ? Golden(random.NextSingle(), box) : Model("open", random.NextSingle(), box);
        })];
        Fuse(true, finds);
        Defect[] first = [.. _fused];
        Assert.Equal(first.OrderByDescending(defect => defect.Score).Select(defect => defect.Score), first.Select(defect => defect.Score));
        for (int i = 0; i < 10; i++)
        {
            random.Shuffle(finds);
            Fuse(true, finds);
            Assert.Equal(first, _fused);
        }
    }

    [Fact]
    public void Fuse_SteadyState_AllocatesNothing()
    {
        List<Defect> finds = [Model("spur", 0.9f, new BoxPx(10, 10, 20, 20)), Golden(0.9f, new BoxPx(12, 12, 200, 10)), Golden(0.5f, new BoxPx(100, 120, 9, 10))];
        for (int i = 0; i < 3; i++)
            _fusion.Fuse(finds, Same, _fused);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _fusion.Fuse(finds, Same, _fused);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Options_OutOfRange_SayWhatIsAllowed()
    {
        Assert.Contains("ConfirmedScore", Assert.Throws<ArgumentOutOfRangeException>(() => new DefectFusion(new FusionOptions { ConfirmedScore = 0.8f })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DefectFusion(new FusionOptions { ContradictedScore = 0.5f }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DefectFusion(new FusionOptions { DifferenceScore = float.NaN }));
    }

    private static Defect Model(string name, float score, BoxPx box) => new(name, DefectFinder.Model, score, box, null);

    private static Defect Golden(float score, BoxPx box) => new(Defect.UnknownClass, DefectFinder.Golden, score, box, null);

    private void Fuse(bool isCompared, params Defect[] finds) => _fusion.Fuse(finds, isCompared ? Same : null, _fused);
}
