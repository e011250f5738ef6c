using Edge.Domain.Geometry;
using Edge.Vision.Classification;

namespace Edge.Vision.Tests.Classification;

public sealed class CropRegionTests
{
    private static readonly SizePx Frame = new(200, 100);

    [Fact]
    public void Around_BoxInTheMiddle_IsTheSquareWithItsMargin() =>
        Assert.Equal(new CropRegion(76, 26, 48, 48), CropRegion.Around(new BoxPx(90, 30, 20, 40), Frame, 0.1f));

    [Fact]
    public void Around_BoxAtTheEdge_IsMovedInside() =>
        Assert.Equal(new CropRegion(0, 0, 48, 48), CropRegion.Around(new BoxPx(0, 0, 20, 40), Frame, 0.1f));

    [Fact]
    public void Around_BoxLargerThanTheFrame_IsCut() =>
        Assert.Equal(new CropRegion(20, 0, 160, 100), CropRegion.Around(new BoxPx(0, -50, 200, 160), Frame, -0.1f));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(199.9f, 99.9f, 0.01f, 0.01f)]
    [InlineData(-500, 900, 3, 3)]
    [InlineData(float.NaN, 0, 5, 5)]
    [InlineData(0, 0, float.NaN, 5)]
    [InlineData(0, 0, float.PositiveInfinity, 5)]
    public void Around_AnyBox_StaysInsideTheFrame(float x, float y, float width, float height)
    {
        CropRegion region = CropRegion.Around(new BoxPx(x, y, width, height), Frame, 0.1f);

        Assert.True(region is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 });
        Assert.True(region.X + region.Width <= 200 && region.Y + region.Height <= 100);
    }
}
