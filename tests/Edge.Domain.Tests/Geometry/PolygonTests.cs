using Edge.Domain.Geometry;

namespace Edge.Domain.Tests.Geometry;

public sealed class PolygonTests
{
    private static readonly Polygon Square = new([new(0.2f, 0.2f), new(0.8f, 0.2f), new(0.8f, 0.8f), new(0.2f, 0.8f)]);

    [Theory]
    [InlineData(0.5f, 0.5f, true)]
    [InlineData(0.1f, 0.5f, false)]
    [InlineData(0.5f, 0.9f, false)]
    [InlineData(0.21f, 0.79f, true)]
    public void Contains_Square_InsideOnly(float x, float y, bool inside) =>
        Assert.Equal(inside, Square.Contains(new PointNorm(x, y)));

    [Fact]
    public void Polygon_TwoPoints_Refused() =>
        Assert.Throws<ArgumentException>(() => new Polygon([new(0, 0), new(1, 1)]));
}
