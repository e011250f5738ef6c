using Edge.Agent.Pipeline;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Pipeline;

public sealed class PrivacyMaskTests
{
    private static readonly Polygon Triangle = new([new(0.1f, 0.1f), new(0.9f, 0.2f), new(0.4f, 0.85f)]);

    [Theory]
    [InlineData(64, 48)]
    [InlineData(641, 359)]
    public void Apply_Polygon_BlackensEveryPixelInsideAndLeavesThoseWellOutside(int width, int height)
    {
        using var pool = new FramePool();
        using Frame frame = pool.Rent(width, height);
        for (int y = 0; y < height; y++)
            frame.View.Row(y).Fill(200);

        new PrivacyMask([Triangle]).Apply(frame.View);

        var size = new SizePx(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte value = frame.View.Row(y)[x * 3];
                if (Triangle.Contains(new PointPx(x + 0.5f, y + 0.5f).ToNorm(size)))
                    Assert.Equal(0, value);
                else if (IsFarOutside(x, y, size))
                    Assert.Equal(200, value);
            }
        }
    }

    [Fact]
    public void Apply_SizeChanges_MasksTheNewSize()
    {
        using var pool = new FramePool();
        var mask = new PrivacyMask([Triangle]);
        using (Frame small = pool.Rent(32, 32))
            mask.Apply(small.View);

        using Frame large = pool.Rent(320, 200);
        for (int y = 0; y < large.Height; y++)
            large.View.Row(y).Fill(200);
        mask.Apply(large.View);

        Assert.Equal(0, large.View.Row(70)[150 * 3]);
        Assert.Equal(200, large.View.Row(190)[10]);
    }

    private static bool IsFarOutside(int x, int y, SizePx size)
    {
        for (int dy = -3; dy <= 3; dy++)
        {
            for (int dx = -8; dx <= 8; dx++)
            {
                if (Triangle.Contains(new PointPx(x + dx, y + dy).ToNorm(size)))
                    return false;
            }
        }

        return true;
    }
}
