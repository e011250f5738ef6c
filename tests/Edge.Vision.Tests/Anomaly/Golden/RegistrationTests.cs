using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Anomaly.Golden;
using Xunit.Abstractions;

namespace Edge.Vision.Tests.Anomaly.Golden;

public sealed class RegistrationTests(ITestOutputHelper output) : IDisposable
{
    private static readonly SizePx Size = new(320, 256);
    private static readonly TestPicture Board = TestPicture.Board(Size), Surface = TestPicture.Surface(Size);
    private readonly FramePool _pool = new(8);
    private readonly GoldenOptions _options = new();
    private readonly List<GoldenDifference> _found = [];

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 6)]
    [InlineData(false, 0)]
    [InlineData(false, 6)]
    public void Register_KnownPlacements_CornersAreOffByLessThanATenthOfAPixel(bool isBoard, float noise)
    {
        TestPicture part = isBoard ? Board : Surface;
        using Frame good = part.Take(_pool);
        GoldenTemplate template = GoldenTemplate.From(good.View, _options);
        var comparer = new GoldenComparer(Size, _options);
        List<double> errors = [];
        var random = new Random(7);
        for (int i = 0; i < 8; i++)
        {
            Similarity placement = RandomPlacement(random, 1);
            using Frame picture = part.Take(_pool, placement, noise: noise, seed: i);
            GoldenResult result = comparer.Compare(picture.View, template, _found);
            Assert.True(result.IsRegistered, $"{placement}: {result}");
            Assert.True(result.Agreement > 0.9f, $"{placement}: {result}");
            errors.Add(CornerError(result.Transform, placement));
        }

        errors.Sort();
        output.WriteLine($"corner error: median {errors[4]:0.0000} px, worst {errors[^1]:0.0000} px");
        Assert.True(errors[4] < 0.05, $"median {errors[4]} px");
        Assert.True(errors[^1] < 0.12, $"worst {errors[^1]} px");
    }

    [Fact]
    public void Register_EndsOfTheRanges_AreReached()
    {
        TestPicture part = Board;
        using Frame good = part.Take(_pool);
        GoldenTemplate template = GoldenTemplate.From(good.View, _options);
        var comparer = new GoldenComparer(Size, _options);
        foreach ((float sx, float sy, float turn, float scale) in new[] { (16f, -16f, 5f, 1.03f), (-16f, 16f, -5f, 0.97f), (16f, 16f, -5f, 1.03f), (0f, -16f, 0f, 0.97f) })
        {
            Similarity placement = Similarity.None(Size) with { ShiftX = sx, ShiftY = sy, RotationDegrees = turn, Scale = scale };
            using Frame picture = part.Take(_pool, placement);
            GoldenResult result = comparer.Compare(picture.View, template, _found);
            Assert.True(result.IsRegistered, $"{placement}: {result}");
            Assert.True(CornerError(result.Transform, placement) < 0.2, $"{placement}: {result}");
            Assert.Empty(_found);
        }
    }

    [Fact]
    public void Register_LargeDefectsAndOtherLight_PlaceIsStillFound()
    {
        TestPicture part = Board;
        using Frame good = part.Take(_pool);
        GoldenTemplate template = GoldenTemplate.From(good.View, _options);
        var comparer = new GoldenComparer(Size, _options);
        TestPicture bad = part.With(new BoxPx(40, 60, 70, 50), 20).With(new BoxPx(200, 150, 60, 40), 235);
        Similarity placement = Similarity.None(Size) with { ShiftX = 5.3f, ShiftY = -3.7f, RotationDegrees = 1.7f, Scale = 1.008f };
        using Frame picture = bad.Take(_pool, placement, light: (value, x, _) => (value * (0.75f + (0.2f * x / Size.Width))) + 12, noise: 4);

        GoldenResult result = comparer.Compare(picture.View, template, _found);

        Assert.True(result.IsRegistered, result.ToString());
        Assert.True(CornerError(result.Transform, placement) < 0.25, result.ToString());
    }

    [Fact]
    public void Register_OtherProduct_IsNotRegistered()
    {
        using Frame good = Board.Take(_pool), other = TestPicture.Board(Size, seed: 99).Take(_pool);
        GoldenResult result = new GoldenComparer(Size, _options).Compare(other.View, GoldenTemplate.From(good.View, _options), _found);
        Assert.False(result.IsRegistered, result.ToString());
        Assert.Empty(_found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(255)]
    public void Register_BlankPicture_IsNotRegistered(byte value)
    {
        using Frame good = Board.Take(_pool), blank = new TestPicture(Size, (_, _) => value).Take(_pool);
        GoldenResult result = new GoldenComparer(Size, _options).Compare(blank.View, GoldenTemplate.From(good.View, _options), _found);
        Assert.False(result.IsRegistered, result.ToString());
    }

    [Fact]
    public void Register_FartherThanTheRange_IsNotRegistered()
    {
        TestPicture part = Board;
        using Frame good = part.Take(_pool), far = part.Take(_pool, Similarity.None(Size) with { ShiftX = 60 });
        GoldenResult result = new GoldenComparer(Size, _options).Compare(far.View, GoldenTemplate.From(good.View, _options), _found);
        Assert.False(result.IsRegistered, result.ToString());
    }

    [Fact]
    public void Register_Stripes_DoNotSlideAlongThemselves()
    {
        var part = new TestPicture(Size, (x, _) => x is (> 60 and < 90) or (> 150 and < 165) or (> 230 and < 280) ? 30 : 220);
        using Frame good = part.Take(_pool), picture = part.Take(_pool, Similarity.None(Size) with { ShiftX = 3.25f });
        GoldenResult result = new GoldenComparer(Size, _options).Compare(picture.View, GoldenTemplate.From(good.View, _options), _found);
        Assert.True(result.IsRegistered, result.ToString());
        Assert.Equal(3.25, result.Transform.ShiftX, 0.05);
        Assert.InRange(result.Transform.ShiftY, -2, 2);
        Assert.Empty(_found);
    }

    [Fact]
    public void Choose_OneOfThreeTemplates_IsTheOneShown()
    {
        GoldenTemplate[] templates = [.. Enumerable.Range(1, 3).Select(seed =>
        {
            using Frame good = TestPicture.Board(Size, seed).Take(_pool);
            return GoldenTemplate.From(good.View, _options);
        })];
        var comparer = new GoldenComparer(Size, _options);
        for (int i = 0; i < templates.Length; i++)
        {
            using Frame picture = TestPicture.Board(Size, i + 1).Take(_pool, RandomPlacement(new Random(i), 1), noise: 5);
            Assert.Equal(i, comparer.Choose(picture.View, templates, out float agreement));
            Assert.True(agreement > 0.9f, $"{agreement}");
        }

        Assert.Throws<ArgumentException>(() =>
        {
            using Frame picture = Board.Take(_pool);
            comparer.Choose(picture.View, [], out _);
        });
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(97, 203)]
    [InlineData(401, 77)]
    public void Register_OddSizes_Work(int width, int height)
    {
        var size = new SizePx(width, height);
        TestPicture part = TestPicture.Surface(size);
        Similarity placement = Similarity.None(size) with { ShiftX = 1.4f, ShiftY = -0.8f, RotationDegrees = 1, Scale = 1.005f };
        using Frame good = part.Take(_pool), picture = part.Take(_pool, placement);
        GoldenResult result = new GoldenComparer(size, _options).Compare(picture.View, GoldenTemplate.From(good.View, _options), _found);
        Assert.True(result.IsRegistered, result.ToString());
        Assert.True(CornerError(result.Transform, placement, size) < 0.3, result.ToString());
        Assert.Empty(_found);
    }

    internal static double CornerError(Similarity a, Similarity b, SizePx? size = null)
    {
        SizePx of = size ?? Size;
        return new PointPx[] { new(0, 0), new(of.Width, 0), new(0, of.Height), new(of.Width, of.Height) }
            .Max(corner => Math.Sqrt(Math.Pow(a.Map(corner).X - b.Map(corner).X, 2) + Math.Pow(a.Map(corner).Y - b.Map(corner).Y, 2)));
    }

    private static Similarity RandomPlacement(Random random, float part)
    {
        float Between(float limit) => ((random.NextSingle() * 2) - 1) * limit * part;
        return Similarity.None(Size) with { ShiftX = Between(16), ShiftY = Between(16), RotationDegrees = Between(5), Scale = 1 + Between(0.03f) };
    }
}
