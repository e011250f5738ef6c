using Edge.Domain.Geometry;
using Edge.Tool.Pruning;

namespace Edge.Tool.Tests.Pruning;

public sealed class FocusMapTests
{
    private static readonly SizePx Input = new(416, 416);

    [Fact]
    public void At_ThingsFound_WeighMostAtTheirMiddlesAndOneOnAverage()
    {
        FocusMap map = FocusMap.Of([(new BoxPx(100, 200, 60, 40), 0.9f)], Input, strength: 1);

        Assert.True(map.At(130 / 416.0, 220 / 416.0) > 10 * map.At(0.9, 0.1));
        Assert.Equal(0.5, map.At(0.9, 0.1), 3);
        float[] all = map.Weights([1, 8, 64, 64], [.. Enumerable.Range(0, 64 * 64)]);
        Assert.Equal(1, all.Average(), 3);
    }

    [Fact]
    public void At_SmallAndLargeThing_CountAlike()
    {
        FocusMap map = FocusMap.Of([(new BoxPx(20, 20, 60, 60), 0.5f), (new BoxPx(220, 220, 160, 160), 0.5f)], Input, strength: 1);

        float[] all = map.Weights([1, 1, 64, 64], [.. Enumerable.Range(0, 64 * 64)]);
        double small = 0, large = 0;
        for (int i = 0; i < all.Length; i++)
        {
            bool isUpper = i / 64 < 24 && i % 64 < 24;
            (small, large) = (small + (isUpper ? all[i] - 0.5 : 0), large + (isUpper ? 0 : all[i] - 0.5));
        }

        Assert.InRange(small / large, 0.8, 1.25);
    }

    [Fact]
    public void At_NothingFound_WeighsAllAlike()
    {
        FocusMap map = FocusMap.Of([], Input, strength: 4);
        Assert.All(map.Weights([1, 8, 4, 4], [0, 5, 15]), weight => Assert.Equal(1, weight));
        Assert.Empty(map.Weights([1, 8], [0]));
    }
}
