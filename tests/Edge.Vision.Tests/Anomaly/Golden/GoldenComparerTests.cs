using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Vision.Tests.Anomaly.Golden;

public sealed class GoldenComparerTests : IDisposable
{
    private static readonly SizePx Size = new(320, 256);
    private static readonly TestPicture Board = TestPicture.Board(Size);
    private static readonly TestPicture Surface = TestPicture.Surface(Size);
    private static readonly Similarity Aside = Similarity.None(Size) with { ShiftX = -4.6f, ShiftY = 2.3f, RotationDegrees = -1.3f, Scale = 0.995f };
    private readonly FramePool _pool = new(8);
    private readonly List<GoldenDifference> _found = [];

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 8)]
    [InlineData(false, 0)]
    [InlineData(false, 8)]
    public void Compare_GoodPartElsewhereInOtherLight_NothingDiffers(bool isBoard, float noise)
    {
        TestPicture part = isBoard ? Board : Surface;
        GoldenResult result = Compare(part, part, Aside, (value, x, y) => (value * (0.8f + (0.15f * y / Size.Height))) + 10 + (8f * x / Size.Width), noise);
        Assert.True(result.IsRegistered, result.ToString());
        Assert.Empty(_found);
        Assert.InRange(result.Coverage, 0.95f, 1);
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(true, 235)]
    [InlineData(false, 5)]
    [InlineData(false, 250)]
    public void Compare_SpotOfNineByNine_IsTheOneDifferenceWithItsPlaceAndSign(bool isBoard, float value)
    {
        TestPicture part = isBoard ? Board : Surface;
        BoxPx spot = FlatPlace(part, value);
        GoldenResult result = Compare(part, part.With(spot, value), Aside, null, 4);

        GoldenDifference found = Assert.Single(_found);
        Assert.True(found.Box.Iou(Aside.Map(spot)) > 0.6f, $"{found} instead of {Aside.Map(spot)}");
        Assert.Equal(value < 128 ? DifferenceSign.Darker : DifferenceSign.Brighter, found.Sign);
        Assert.InRange(found.Score, 0.4f, 1);
        Assert.InRange(found.AreaPx, 40, 125);
        Assert.True(result.Threshold < 100, result.ToString());
    }

    [Fact]
    public void Compare_GapInATraceThinnerThanTheTolerance_IsFound()
    {
        // A line of three pixels is within the tolerance of the ground on both sides: only looking from the template finds it missing.
        TestPicture part = Board.With(new BoxPx(20, 120, 280, 16), 235).With(new BoxPx(20, 127, 280, 3), 20);
        Compare(part, part.With(new BoxPx(150, 120, 14, 16), 235), Aside, null, 2);
        GoldenDifference found = Assert.Single(_found);
        Assert.Equal(DifferenceSign.Brighter, found.Sign);
        Assert.True(found.Box.IntersectionArea(Aside.Map(new BoxPx(150, 127, 14, 3))) > 20, found.ToString());
    }

    [Fact]
    public void Compare_BiteOutOfAnEdge_IsFoundAndNotTakenForAShift()
    {
        TestPicture part = Board.With(new BoxPx(30, 100, 260, 60), 235).With(new BoxPx(40, 120, 240, 24), 20);
        Compare(part, part.With(new BoxPx(150, 120, 12, 7), 235), Aside, null, 3);
        Assert.True(Assert.Single(_found).Box.IntersectionArea(Aside.Map(new BoxPx(150, 120, 12, 7))) > 40);
    }

    [Fact]
    public void Compare_FeatureDisplacedWithinReach_IsToldOnlyWithoutLocalShift()
    {
        // The pad as a whole lies 4 pixels aside: more than the tolerance, less than tolerance and local shift together.
        TestPicture ground = Board.With(new BoxPx(100, 80, 120, 100), 235);
        TestPicture part = ground.With(new BoxPx(140, 110, 40, 40), 20), moved = ground.With(new BoxPx(144, 110, 40, 40), 20);
        Compare(part, moved, Aside, null, 2);
        Assert.Empty(_found);
        Compare(part, moved, Aside, null, 2, new GoldenOptions { LocalShiftPx = 0 });
        Assert.NotEmpty(_found);
        // Far aside it is a defect all the same.
        Compare(part, ground.With(new BoxPx(150, 110, 40, 40), 20), Aside, null, 2);
        Assert.NotEmpty(_found);
    }

    [Fact]
    public void Compare_LargeMissingPart_IsNotTakenForLight()
    {
        TestPicture part = Surface.With(new BoxPx(60, 60, 84, 70), 60);
        GoldenResult result = Compare(part, part.With(new BoxPx(60, 60, 84, 70), 200), Similarity.None(Size), null, 2);
        Assert.True(_found.Sum(found => found.AreaPx) > 4700, $"{result} {string.Join("; ", _found)}");
    }

    [Fact]
    public void Compare_DifferencesBeyondTheMost_StrongestAreTold()
    {
        TestPicture bad = Board;
        BoxPx[] spots = [.. Enumerable.Range(0, 12).Select(i => new BoxPx(20 + (25 * i), 40, 5 + i, 9))];
        foreach (BoxPx spot in spots)
            bad = bad.With(spot, 128);
        TestPicture clear = Board.With(new BoxPx(0, 25, 320, 40), 235);
        foreach (BoxPx spot in spots)
            clear = clear.With(spot, 20);
        Compare(Board.With(new BoxPx(0, 25, 320, 40), 235), clear, Similarity.None(Size), null, 0, new GoldenOptions { MaximumDifferences = 5 });
        Assert.Equal(5, _found.Count);
        Assert.Equal(_found.OrderByDescending(found => found.Score).Select(found => found.Score), _found.Select(found => found.Score));
        Assert.True(_found[0].Box.X > 250, $"{_found[0]}: the largest spot is at the right");
    }

    [Fact]
    public void Compare_IgnoredPart_IsNotTold()
    {
        BoxPx spot = FlatPlace(Board, 20);
        BoxNorm around = new BoxPx(spot.X - 8, spot.Y - 8, spot.Width + 16, spot.Height + 16).ToNorm(Size);
        Compare(Board, Board.With(spot, 20), Aside, null, 2, new GoldenOptions { Ignored = [around] });
        Assert.Empty(_found);
    }

    [Fact]
    public void DifferenceWithin_SaysWhatIsThereAndWhereNothingWasCompared()
    {
        var options = new GoldenOptions { Ignored = [new BoxNorm(0.8f, 0.8f, 0.1f, 0.1f)] };
        TestPicture ground = Board.With(new BoxPx(60, 60, 120, 90), 235);
        // Too faint to be told, but there.
        TestPicture faint = ground.With(new BoxPx(100, 90, 12, 12), 205);
        using Frame good = ground.Take(_pool), picture = faint.Take(_pool, Aside);
        var comparer = new GoldenComparer(Size, options);
        Assert.Equal(-1, comparer.DifferenceWithin(new BoxPx(10, 10, 20, 20)));
        comparer.Compare(picture.View, GoldenTemplate.From(good.View, options), _found);
        Assert.Empty(_found);
        Assert.InRange(comparer.DifferenceWithin(Aside.Map(new BoxPx(96, 86, 20, 20))), 0.09f, 0.18f);
        Assert.InRange(comparer.DifferenceWithin(Aside.Map(new BoxPx(70, 110, 20, 20))), 0, 0.03f);
        Assert.Equal(-1, comparer.DifferenceWithin(Aside.Map(new BoxPx(255, 205, 20, 20))));
        Assert.Equal(-1, comparer.DifferenceWithin(new BoxPx(300, 100, 19, 20)));
    }

    [Fact]
    public void Compare_OtherSizes_NamesBoth()
    {
        using Frame small = TestPicture.Board(new SizePx(160, 128)).Take(_pool), full = Board.Take(_pool);
        var options = new GoldenOptions();
        var comparer = new GoldenComparer(Size, options);
        GoldenTemplate template = GoldenTemplate.From(full.View, options), other = GoldenTemplate.From(small.View, options);

        GoldenSizeException wrongTemplate = Assert.Throws<GoldenSizeException>(() => comparer.Compare(full.View, other, _found));
        Assert.Equal("template of 160x128 pixels; it must be 320x256, the size that is compared", wrongTemplate.Message);
        GoldenSizeException wrongPicture = Assert.Throws<GoldenSizeException>(() => comparer.Compare(small.View, template, _found));
        Assert.Equal((new SizePx(160, 128), Size), (wrongPicture.Actual, wrongPicture.Expected));
        Assert.Throws<ArgumentException>(() => new GoldenComparer(Size, new GoldenOptions { EdgeTolerancePx = 3 }).Compare(full.View, template, _found));
    }

    [Fact]
    public void Template_BlankOrTiny_IsRefusedWithWhatIsAllowed()
    {
        using Frame blank = new TestPicture(Size, (_, _) => 130).Take(_pool), tiny = TestPicture.Board(new SizePx(40, 100)).Take(_pool);
        Assert.Contains("contrast of 0 grey levels; at least 16", Assert.Throws<GoldenTemplateException>(() => GoldenTemplate.From(blank.View, new GoldenOptions())).Message);
        Assert.Contains("40x100 pixels; each side must have at least 48", Assert.Throws<GoldenTemplateException>(() => GoldenTemplate.From(tiny.View, new GoldenOptions())).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GoldenTemplate.From(blank.View, new GoldenOptions { EdgeTolerancePx = 9 }));
    }

    [Fact]
    public void Compare_SteadyState_AllocatesNothing()
    {
        var options = new GoldenOptions();
        using Frame good = Board.Take(_pool), bad = Board.With(new BoxPx(150, 100, 12, 12), 128).With(new BoxPx(30, 30, 14, 9), 20).Take(_pool, Aside, noise: 5);
        GoldenTemplate template = GoldenTemplate.From(good.View, options);
        GoldenTemplate[] templates = [template, template];
        var comparer = new GoldenComparer(Size, options);
        for (int i = 0; i < 3; i++)
        {
            comparer.Compare(bad.View, template, _found);
            comparer.Choose(bad.View, templates, out _);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
        {
            comparer.Compare(bad.View, template, _found);
            comparer.Choose(bad.View, templates, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEmpty(_found);
    }

    [Fact]
    public void Compare_SamePictureTwice_SameResult()
    {
        var options = new GoldenOptions();
        using Frame good = Board.Take(_pool), bad = Board.With(new BoxPx(150, 100, 12, 12), 128).Take(_pool, Aside, noise: 5), other = Surface.Take(_pool);
        GoldenTemplate template = GoldenTemplate.From(good.View, options);
        var comparer = new GoldenComparer(Size, options);
        GoldenResult first = comparer.Compare(bad.View, template, _found);
        GoldenDifference[] found = [.. _found];
        comparer.Compare(other.View, template, _found);
        Assert.Equal(first, comparer.Compare(bad.View, template, _found));
        Assert.Equal(found, _found);
    }

    private GoldenResult Compare(TestPicture good, TestPicture tested, Similarity placement, Func<float, float, float, float>? light, float noise, GoldenOptions? options = null)
    {
        options ??= new GoldenOptions();
        using Frame template = good.Take(_pool), picture = tested.Take(_pool, placement, light, noise);
        return new GoldenComparer(Size, options).Compare(picture.View, GoldenTemplate.From(template.View, options), _found);
    }

    /// <summary>A place of nine by nine pixels, and its surroundings, that is far from the brightness.</summary>
    private BoxPx FlatPlace(TestPicture part, float value)
    {
        using Frame frame = part.Take(_pool);
        for (int y = 40; y < Size.Height - 50; y += 3)
        {
            for (int x = 40; x < Size.Width - 50; x += 3)
            {
                bool isFar = true;
                for (int v = -4; v < 13 && isFar; v++)
                {
                    for (int u = -4; u < 13 && isFar; u++)
                        isFar = Math.Abs(frame.View.Row(y + v)[3 * (x + u)] - value) > 80;
                }

                if (isFar)
                    return new BoxPx(x, y, 9, 9);
            }
        }

        throw new InvalidOperationException("no such place");
    }
}
