using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class SceneRendererTests
{
    [Fact]
    public void Draw_SameSeed_SamePixels()
    {
        Assert.Equal(Pixels(seed: 7, frame: 40), Pixels(seed: 7, frame: 40));
    }

    [Theory]
    [InlineData(8, 40)]
    [InlineData(7, 41)]
    public void Draw_OtherSeedOrFrame_OtherPixels(long seed, long frame)
    {
        Assert.NotEqual(Pixels(seed: 7, frame: 40), Pixels(seed, frame));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void BoxOf_OneObjectOnFlatGround_IsWhatWasPainted(int kind, long look, float turn, bool away, float gait)
    {
        var size = new SizePx(640, 360);
        var item = new SceneObject(1, (SceneClass)kind, 0.5f, kind == 0 ? 0.9f : 0.75f, turn, away, gait, 1, look);
        using var pool = new FramePool();
        using Frame frame = pool.Rent(size.Width, size.Height);
        // Two grounds, because paint of the ground's own colour would not be seen.
        BoxPx painted = Union(PaintedOn(frame, item, 0), PaintedOn(frame, item, 255));

        BoxPx truth = SceneRenderer.BoxOf(item, size);

        Assert.InRange(painted.X - truth.X, -1, 1);
        Assert.InRange(painted.Y - truth.Y, -1, 1);
        Assert.InRange(painted.Right - truth.Right, -1, 1);
        Assert.InRange(painted.Bottom - truth.Bottom, -1, 1);
    }

    public static TheoryData<int, long, float, bool, float> Everything()
    {
        var data = new TheoryData<int, long, float, bool, float>();
        for (long look = 0; look < 24; look++)
        {
            data.Add(0, look * 7919, look % 2 == 0 ? 1 : -1, false, look / 24f);
            data.Add(0, look * 104729, 0, look % 2 == 0, look / 24f);
            data.Add(1, look * 1299709, look % 2 == 0 ? 1 : -1, false, look / 24f);
        }

        return data;
    }

    [Fact]
    public void Truth_WholeCycle_EveryBoxLiesInTheFrameAndSaysWhatCanBeSeen()
    {
        var size = new SizePx(640, 360);
        var scene = new StreetScene(3, 15, people: 12, cars: 8);
        using var renderer = new SceneRenderer(scene);
        var truths = new SceneTruth[SyntheticScene.MaximumObjects];
        bool hiddenSeen = false;
        for (long frame = 0; frame < 15 * 48; frame++)
        {
            int count = renderer.Truth(size, frame, truths);
            Assert.Equal(count, truths.Take(count).Select(truth => truth.Id).Distinct().Count());
            foreach (SceneTruth truth in truths.Take(count))
            {
                Assert.True(truth.Box.X >= 0 && truth.Box.Y >= 0 && truth.Box.Right <= 640 && truth.Box.Bottom <= 360);
                Assert.InRange(truth.Visible, 0, 1);
                hiddenSeen |= truth.Visible < 0.5f;
            }
        }

        Assert.True(hiddenSeen);
    }

    [Fact]
    public void Draw_SteadyState_AllocatesNothing()
    {
        using var renderer = new SceneRenderer(new StreetScene(1, 15, people: 12, cars: 8));
        using var pool = new FramePool();
        var truths = new SceneTruth[SyntheticScene.MaximumObjects];
        for (long frame = 0; frame < 5; frame++)
            DrawOne(renderer, pool, frame, truths);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long frame = 5; frame < 60; frame++)
            DrawOne(renderer, pool, frame, truths);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void DrawOne(SceneRenderer renderer, FramePool pool, long index, SceneTruth[] truths)
    {
        using Frame frame = pool.Rent(320, 192);
        renderer.Draw(frame.View, index);
        renderer.Truth(frame.Size, index, truths);
    }

    private static byte[] Pixels(long seed, long frame)
    {
        using var renderer = new SceneRenderer(new StreetScene(seed, 15, people: 3, cars: 2));
        using var pool = new FramePool();
        using Frame drawn = pool.Rent(322, 180);
        renderer.Draw(drawn.View, frame);
        var pixels = new List<byte>();
        for (int y = 0; y < drawn.Height; y++)
            pixels.AddRange(drawn.View.Row(y));
        return [.. pixels];
    }

    private static BoxPx PaintedOn(Frame frame, in SceneObject item, byte ground)
    {
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(ground);
        using var renderer = new SceneRenderer(new StreetScene(1, 15, 0, 0)) { Shadows = false, Sensor = false };
        renderer.Draw(frame.View, item);
        (int left, int top, int right, int bottom) = (int.MaxValue, int.MaxValue, -1, -1);
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < frame.Width; x++)
            {
                // A smooth edge paints its outermost pixel faintly: less than a tenth is not part of the object.
                int difference = Math.Max(Math.Max(Math.Abs(row[3 * x] - ground), Math.Abs(row[(3 * x) + 1] - ground)), Math.Abs(row[(3 * x) + 2] - ground));
                if (difference < 26)
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
            }
        }

        return BoxPx.FromEdges(left, top, right, bottom);
    }

    private static BoxPx Union(BoxPx a, BoxPx b) => BoxPx.FromEdges(
        Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));
}
