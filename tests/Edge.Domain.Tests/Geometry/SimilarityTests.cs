using Edge.Domain.Geometry;

namespace Edge.Domain.Tests.Geometry;

public sealed class SimilarityTests
{
    private static readonly SizePx Size = new(200, 100);

    [Fact]
    public void Map_QuarterTurn_IsClockwiseAsSeen()
    {
        Similarity turned = Similarity.None(Size) with { RotationDegrees = 90, ShiftX = 3, ShiftY = 4, Scale = 2 };
        // To the right of the centre becomes below it.
        PointPx point = turned.Map(new PointPx(110, 50));
        Assert.Equal(103, point.X, 3);
        Assert.Equal(74, point.Y, 3);
        Assert.Equal(5, turned.ShiftPx, 5);
    }

    [Fact]
    public void Unmap_AnyPoint_UndoesMap()
    {
        var random = new Random(1);
        for (int i = 0; i < 100; i++)
        {
            Similarity place = Similarity.None(Size) with { RotationDegrees = random.Next(-180, 180), ShiftX = random.Next(-50, 50), ShiftY = random.Next(-50, 50), Scale = 0.5f + random.NextSingle() };
            var point = new PointPx(random.Next(200), random.Next(100));
            PointPx back = place.Unmap(place.Map(point));
            Assert.Equal(point.X, back.X, 0.01);
            Assert.Equal(point.Y, back.Y, 0.01);
        }
    }

    [Fact]
    public void Map_Box_IsTheUprightBoxAroundIt()
    {
        BoxPx box = (Similarity.None(Size) with { RotationDegrees = 45 }).Map(new BoxPx(90, 40, 20, 20));
        Assert.Equal(100 - (10 * Math.Sqrt(2)), box.X, 3);
        Assert.Equal(20 * Math.Sqrt(2), box.Width, 3);
    }
}
