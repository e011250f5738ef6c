using Edge.Domain.Geometry;
using Edge.Domain.Inspection;

namespace Edge.Domain.Tests.Inspection;

public sealed class PictureLimitsTests
{
    private static readonly PictureMeasure Good = new(140, 12, 236, 0.01f, 0.02f, new EdgeWidths(1, 1, 1, 1));
    private static readonly Similarity Place = Similarity.None(new SizePx(640, 480));
    private readonly List<Doubt> _doubts = [];
    private readonly List<string> _reasons = [];

    [Fact]
    public void Judge_GoodPicture_NoDoubt() => Assert.Empty(Judge(Good, Good, new PartPlacement(true, 0.98f, 0.99f, Place)));

    [Fact]
    public void Judge_Dark_AgainstTheGoodPictureOrByItself()
    {
        PictureMeasure dark = Good with { Mean = 50, Darkest = 3, Brightest = 95 };
        Assert.Equal([Doubt.Dark], Judge(dark, Good));
        Assert.Contains("mean brightness 50, 140 in the good picture", Assert.Single(_reasons));
        Assert.Empty(Judge(dark, null));
        Assert.Contains(Doubt.Dark, Judge(dark with { Brightest = 40 }, null));
    }

    [Fact]
    public void Judge_NearWhite_IsBlownOutUnlessTheGoodPictureIsAsWhite()
    {
        PictureMeasure white = Good with { NearWhite = 0.85f };
        Assert.Equal([Doubt.BlownOut], Judge(white, null));
        Assert.Equal([Doubt.BlownOut], Judge(white, Good));
        Assert.Empty(Judge(white, Good with { NearWhite = 0.8f }));
    }

    [Fact]
    public void Judge_WithoutContrast_NothingIsThere()
    {
        Assert.Equal([Doubt.NoPart], Judge(Good with { Darkest = 120, Brightest = 130, EdgeWidths = new(32, 32, 32, 32) }, null));
        Assert.Equal([Doubt.BlownOut, Doubt.NoPart], Judge(Good with { Mean = 252, Darkest = 248, Brightest = 255, NearWhite = 1 }, Good));
    }

    [Theory]
    [InlineData(2, 2, Doubt.Blurred)]
    [InlineData(3, 1, Doubt.Moved)]
    [InlineData(1.5f, 1, null)]
    public void Judge_Blur_OneWayIsMotion(float across, float down, Doubt? doubt)
    {
        float diagonal = MathF.Max(across, down);
        Judge(Good with { EdgeWidths = new EdgeWidths(across, down, diagonal, diagonal) }, Good);
        Assert.Equal(doubt is { } one ? [one] : [], _doubts);
    }

    [Fact]
    public void Judge_BlurWithoutAGoodPicture_ByItself()
    {
        Assert.Equal([Doubt.Blurred], Judge(Good with { EdgeWidths = new(5, 5, 5, 5) }, null));
        Assert.Empty(Judge(Good with { EdgeWidths = new(3, 3, 3, 3) }, null));
    }

    [Fact]
    public void Judge_Placement_MissingPartAndFarPart()
    {
        Assert.Equal([Doubt.NoPart], Judge(Good, Good, new PartPlacement(false, 0.1f, 1, Place)));
        Assert.Equal([Doubt.Moved], Judge(Good, Good, new PartPlacement(true, 0.9f, 0.9f, Place)));
        Assert.Equal([Doubt.Moved], Judge(Good, Good, new PartPlacement(true, 0.9f, 1, Place with { ShiftX = 12 }), new PictureLimits { MostShiftPx = 10 }));
    }

    [Fact]
    public void Judge_SameDoubtTwice_IsToldOnce()
    {
        Judge(Good with { Darkest = 120, Brightest = 130 }, Good, new PartPlacement(false, 0, 1, Place));
        Assert.Equal([Doubt.NoPart], _doubts);
        Assert.Single(_reasons);
    }

    [Fact]
    public void Judge_WithoutDoubt_AllocatesNothing()
    {
        var limits = new PictureLimits();
        var place = new PartPlacement(true, 0.9f, 1, Place);
        limits.Judge(Good, Good, place, _doubts, _reasons);
        long before = GC.GetAllocatedBytesForCurrentThread();
        limits.Judge(Good, Good, place, _doubts, _reasons);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Check_OutOfRange_NamesTheValue()
    {
        new PictureLimits().Check();
        Assert.Contains("LeastCoverage", Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLimits { LeastCoverage = 1.5f }.Check()).Message);
    }

    private List<Doubt> Judge(PictureMeasure picture, PictureMeasure? good, PartPlacement? place = null, PictureLimits? limits = null)
    {
        _doubts.Clear();
        _reasons.Clear();
        (limits ?? new PictureLimits()).Judge(picture, good, place, _doubts, _reasons);
        Assert.Equal(_doubts.Count, _reasons.Count);
        return _doubts;
    }
}
