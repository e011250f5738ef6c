using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Testing;
using Edge.Vision.Anomaly;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Images;
using Edge.Vision.Tests.Anomaly.Golden;

namespace Edge.Vision.Tests.Anomaly;

public sealed class PictureConditionMeterTests : IDisposable
{
    private static readonly SizePx Size = new(320, 256);
    private readonly FramePool _pool = new(8);

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Measure_HalfBlackHalfWhite_IsCounted()
    {
        using Frame frame = new TestPicture(Size, (x, _) => x < 80 ? 0 : 255).Take(_pool);
        PictureMeasure measure = new PictureConditionMeter(Size).Measure(frame.View);
        Assert.Equal((0.25f, 0.75f, 255 * 0.75f, 255f), (measure.NearBlack, measure.NearWhite, measure.Mean, measure.Contrast));
        // Light changes from left to right only, and as sharply as it can.
        Assert.Equal(EdgeWidths.None, measure.EdgeWidths.Down);
        Assert.InRange(measure.EdgeWidths.Across, 0.5f, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Measure_GaussianBlur_IsGivenInPixels(float sigma)
    {
        // The transition is drawn with its blur, so it is exactly known; the slant gives every direction some of it.
        (double sin, double cos) = Math.SinCos(0.4);
        using Frame sharp = new TestPicture(Size, (x, y) => Edge(x, y, 0)).Take(_pool), soft = new TestPicture(Size, (x, y) => Edge(x, y, sigma)).Take(_pool);
        var meter = new PictureConditionMeter(Size);
        PictureMeasure before = meter.Measure(sharp.View), after = meter.Measure(soft.View);
        // Along x the profile of a slanted edge is longer by 1 / cos.
        Assert.Equal(sigma / cos, after.EdgeWidths.AddedTo(before.EdgeWidths).Across, 0.12 * sigma);

        float Edge(float x, float y, float blur)
        {
            double distance = (cos * (x - 160)) + (sin * (y - 128));
            return (float)(40 + (180 / (1 + Math.Exp(-1.702 * distance / Math.Max(blur, 0.01)))));
        }
    }

    [Fact]
    public void Measure_NoiseLightAndContrast_LeaveSharpness()
    {
        TestPicture part = TestPicture.Board(Size);
        using Frame good = part.Take(_pool), dim = part.Take(_pool, light: (value, _, _) => 20 + (0.5f * value), noise: 6);
        var meter = new PictureConditionMeter(Size);
        Assert.True(meter.Measure(dim.View).EdgeWidths.AddedTo(meter.Measure(good.View).EdgeWidths).Widest < 0.6f);
    }

    [Fact]
    public void Measure_OtherSize_NamesBoth()
    {
        using Frame frame = TestPicture.Board(new SizePx(64, 64)).Take(_pool);
        Assert.Contains("64x64 pixels; it must be 320x256", Assert.Throws<GoldenSizeException>(() => new PictureConditionMeter(Size).Measure(frame.View)).Message);
    }

    [Fact]
    public void Measure_SteadyState_AllocatesNothing()
    {
        using Frame frame = TestPicture.Board(Size).Take(_pool);
        var meter = new PictureConditionMeter(Size);
        PictureMeasure first = meter.Measure(frame.View);
        long before = GC.GetAllocatedBytesForCurrentThread();
        PictureMeasure second = meter.Measure(frame.View);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, second);
    }

    [SharedTheory]
    [InlineData("00041012")]
    [InlineData("13000045")]
    [InlineData("50600010")]
    public void Judge_RealBoards_EachFaultHasItsDoubtAndTheTestedBoardNone(string name)
    {
        using Frame good = ImageCodec.Load(SharedData.Path($"data/deeppcb/templates/{name}.jpg"), _pool), tested = ImageCodec.Load(SharedData.Path($"data/deeppcb/images/{name}.jpg"), _pool);
        var meter = new PictureConditionMeter(good.Size);
        PictureMeasure sharp = meter.Measure(good.View);

        Assert.Empty(Doubts(meter, sharp, tested));
        Assert.Empty(Doubts(meter, sharp, Changed(good, (value, _, _) => (0.8f * value) + 15, noise: 5)));
        Assert.Contains(Doubt.Dark, Doubts(meter, sharp, Changed(good, (value, _, _) => 0.25f * value)));
        Assert.Contains(Doubt.BlownOut, Doubts(meter, sharp, Changed(good, (value, _, _) => (1.2f * value) + 200)));
        Assert.Contains(Doubt.NoPart, Doubts(meter, sharp, Changed(good, (_, _, _) => 120, noise: 2)));
        foreach (float sigma in new[] { 2f, 4f })
        {
            float[] bell = [.. Enumerable.Range(-12, 25).Select(i => MathF.Exp(-i * i / (2 * sigma * sigma)))];
            Frame across = Blurred(good, bell, 1, 0);
            Assert.Equal([Doubt.Blurred], Doubts(meter, sharp, Blurred(across, bell, 0, 1)));
        }

        float[] even = [.. Enumerable.Repeat(1f, 9)];
        Assert.Equal([Doubt.Moved], Doubts(meter, sharp, Blurred(good, even, 1, 0)));
        Assert.Equal([Doubt.Moved], Doubts(meter, sharp, Blurred(good, even, 0, 1)));
        // Aslant it may be taken for blur; judged it is not.
        Assert.NotEmpty(Doubts(meter, sharp, Blurred(good, even, 1, 1)));
    }

    private static List<Doubt> Doubts(PictureConditionMeter meter, PictureMeasure good, Frame picture)
    {
        List<Doubt> doubts = [];
        new PictureLimits().Judge(meter.Measure(picture.View), good, null, doubts, []);
        return doubts;
    }

    private Frame Changed(Frame frame, Func<float, int, int, float> change, float noise = 0)
    {
        var random = new Random(1);
        Frame changed = _pool.Rent(frame.Width, frame.Height);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> from = frame.View.Row(y), to = changed.View.Row(y);
            for (int x = 0; x < frame.Width; x++)
                to.Slice(3 * x, 3).Fill((byte)Math.Clamp(change(from[3 * x], x, y) + (noise * ((random.NextSingle() + random.NextSingle()) - 1) * 2.45f) + 0.5f, 0, 255));
        }

        return changed;
    }

    /// <summary>Means along a line, weighted; edges of the picture are continued.</summary>
    private Frame Blurred(Frame frame, float[] weights, int dx, int dy)
    {
        int reach = weights.Length / 2;
        float total = weights.Sum();
        Frame blurred = _pool.Rent(frame.Width, frame.Height);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> to = blurred.View.Row(y);
            for (int x = 0; x < frame.Width; x++)
            {
                float sum = 0;
                for (int i = -reach; i <= reach; i++)
                    sum += weights[i + reach] * frame.View.Row(Math.Clamp(y + (i * dy), 0, frame.Height - 1))[3 * Math.Clamp(x + (i * dx), 0, frame.Width - 1)];
                to.Slice(3 * x, 3).Fill((byte)((sum / total) + 0.5f));
            }
        }

        return blurred;
    }
}
