using Edge.Domain.Geometry;
using Edge.Vision.Anomaly;

namespace Edge.Vision.Tests.Anomaly;

public sealed class AnomalyMapTests
{
    [Fact]
    public void FindRegions_TwoSpots_BoxesInPixelsStrongestFirst()
    {
        // Cells of 16 by 8 pixels; the second spot touches by a corner.
        AnomalyMap map = AnomalyMap.Of(new SizePx(64, 32), 4, 4,
        [
            1.5f, 0, 0, 0,
            0.9f, 0, 0, 0,
            0, 0, 3, 0,
            0, 0, 0, 1.1f,
        ]);
        List<AnomalyRegion> regions = [new(default, 9)];

        map.FindRegions(regions);

        Assert.Equal(
            [new AnomalyRegion(new BoxPx(32, 16, 32, 16), 3), new AnomalyRegion(new BoxPx(0, 0, 16, 8), 1.5f)],
            regions);
        Assert.Equal((3f, true), (map.Score, map.IsAnomalous));
        Assert.Equal(0.75f, regions[0].Confidence);
    }

    [Theory]
    [InlineData(1f, false)]
    [InlineData(1.001f, true)]
    public void IsAnomalous_AtTheThreshold_OnlyPastIt(float score, bool expected)
    {
        AnomalyMap map = AnomalyMap.Of(new SizePx(16, 16), 2, 1, [0.2f, score]);
        List<AnomalyRegion> regions = [];
        map.FindRegions(regions);

        Assert.Equal(expected, map.IsAnomalous);
        // A picture is anomalous exactly when there is a place to point at.
        Assert.Equal(expected, regions.Count == 1);
    }

    [Fact]
    public void FindRegions_WholePicture_IsOneRegion()
    {
        const int Side = 60;
        AnomalyMap map = AnomalyMap.Of(new SizePx(480, 480), Side, Side, [.. Enumerable.Repeat(2f, Side * Side)]);
        List<AnomalyRegion> regions = [];

        map.FindRegions(regions);

        Assert.Equal(new BoxPx(0, 0, 480, 480), Assert.Single(regions).Box);
    }
}
