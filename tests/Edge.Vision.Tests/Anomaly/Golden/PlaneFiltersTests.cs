using Edge.Vision.Anomaly.Golden;

namespace Edge.Vision.Tests.Anomaly.Golden;

/// <summary>Every vectorised filter against the same written out for one pixel.</summary>
public sealed unsafe class PlaneFiltersTests
{
    private readonly Random _random = new(11);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(16, 16)]
    [InlineData(33, 9)]
    [InlineData(130, 21)]
    public void Filters_AnySize_AreAsWrittenOut(int width, int height)
    {
        Plane from = Noise(width, height), into = new(width, height);
        PlaneFilters.Smooth(from, into, new ushort[width + 32]);
        Each(into, (x, y) => (Weighted(x, y - 1) + (2 * Weighted(x, y)) + Weighted(x, y + 1) + 8) >> 4);
        for (int radius = 0; radius <= Math.Min(8, Math.Min(width, height) - 1); radius++)
        {
            int reach = radius;
            byte[] row = new byte[PlaneFilters.RowRoom(width, radius)];
            PlaneFilters.Minimum(from, into, radius, row);
            Each(into, (x, y) => Around(x, y, reach).Min());
            PlaneFilters.Maximum(from, into, radius, row);
            Each(into, (x, y) => Around(x, y, reach).Max());
        }

        if (width > 1 && height > 1)
        {
            var half = new Plane(width / 2, height / 2);
            PlaneFilters.Halve(from, half);
            Each(half, (x, y) => (At(2 * x, 2 * y) + At((2 * x) + 1, 2 * y) + At(2 * x, (2 * y) + 1) + At((2 * x) + 1, (2 * y) + 1) + 2) >> 2);
        }

        int At(int x, int y) => from.Row(Math.Clamp(y, 0, height - 1))[Math.Clamp(x, 0, width - 1)];
        int Weighted(int x, int y) => At(x - 1, y) + (2 * At(x, y)) + At(x + 1, y);
        IEnumerable<int> Around(int x, int y, int radius)
        {
            List<int> values = [];
            for (int v = -radius; v <= radius; v++)
            {
                for (int u = -radius; u <= radius; u++)
                    values.Add(At(x + u, y + v));
            }

            return values;
        }
    }

    [Fact]
    public void Warp_ShiftOfWholePixels_CopiesThem()
    {
        Plane from = Noise(50, 40), into = new(50, 40);
        var inside = new RowSpan[40];
        PlaneWarp.Warp(from, Pose.Identity with { X = 3, Y = -5 }, 0, into, inside);
        Assert.All(Enumerable.Range(0, 5), y => Assert.Equal(0, inside[y].Length));
        for (int y = 6; y < 39; y++)
        {
            Assert.InRange(inside[y].End, 45, 47);
            for (int x = inside[y].Start; x < inside[y].End; x++)
                Assert.Equal(from.Row(y - 5)[x + 3], into.Row(y)[x]);
        }
    }

    [Fact]
    public void Warp_AnyPose_ReadsInsideOnly()
    {
        Plane from = Noise(60, 45), into = new(60, 45);
        var inside = new RowSpan[45];
        for (int i = 0; i < 500; i++)
        {
            double angle = (_random.NextDouble() - 0.5) * 6.3, scale = 0.5 + _random.NextDouble();
            var pose = new Pose(scale * Math.Cos(angle), scale * Math.Sin(angle), _random.Next(-90, 90) + _random.NextDouble(), _random.Next(-90, 90), 1, 0);
            PlaneWarp.Warp(from, pose, 0, into, inside);
            for (int y = 0; y < 45; y++)
            {
                foreach (int x in new[] { inside[y].Start, inside[y].End - 1 })
                {
                    if (inside[y].Length == 0)
                        continue;
                    double u = x + 0.5 - 30, v = y + 0.5 - 22.5;
                    Assert.InRange(30 + pose.X + (pose.Cos * u) - (pose.Sin * v) - 0.5, 0, 59);
                    Assert.InRange(22.5 + pose.Y + (pose.Sin * u) + (pose.Cos * v) - 0.5, 0, 44);
                }
            }
        }
    }

    private static void Each(Plane plane, Func<int, int, int> expected)
    {
        for (int y = 0; y < plane.Height; y++)
        {
            for (int x = 0; x < plane.Width; x++)
                Assert.Equal((x, y, expected(x, y)), (x, y, plane.Row(y)[x]));
        }
    }

    private Plane Noise(int width, int height)
    {
        var plane = new Plane(width, height);
        for (int y = 0; y < height; y++)
            _random.NextBytes(new Span<byte>(plane.Row(y), plane.Stride));
        return plane;
    }
}
