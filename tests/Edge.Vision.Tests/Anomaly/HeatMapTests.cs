using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Anomaly;

namespace Edge.Vision.Tests.Anomaly;

public sealed class HeatMapTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public void Blend_OneAnomalousCorner_IsRedAndTheRestIsUntouched(int side)
    {
        using FramePool pool = new();
        using Frame frame = pool.Rent(side, side);
        for (int y = 0; y < side; y++)
            frame.View.Row(y).Fill(100);
        AnomalyMap map = AnomalyMap.Of(new SizePx(64, 64), 4, 4, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        HeatMap.Blend(frame.View, map);

        Assert.Equal([40, 40, 193], frame.View.Row(0)[..3].ToArray());
        Assert.Equal([100, 100, 100], frame.View.Row(side - 1)[^3..].ToArray());
        Assert.Equal([100, 100, 100], frame.View.Row(side / 2)[..3].ToArray());
    }

    [Fact]
    public void Blend_NearTheThreshold_IsYellow()
    {
        using FramePool pool = new();
        using Frame frame = pool.Rent(8, 8);
        for (int y = 0; y < 8; y++)
            frame.View.Row(y).Clear();

        HeatMap.Blend(frame.View, AnomalyMap.Of(new SizePx(8, 8), 1, 1, [0.95f]));

        Span<byte> pixel = frame.View.Row(4)[..3];
        Assert.True(pixel[0] == 0 && pixel[1] > 60 && pixel[2] > pixel[1]);
    }
}
