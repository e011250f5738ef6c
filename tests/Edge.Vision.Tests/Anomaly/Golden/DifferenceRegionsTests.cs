using Edge.Vision.Anomaly.Golden;

namespace Edge.Vision.Tests.Anomaly.Golden;

/// <summary>Regions against a flood fill.</summary>
public sealed unsafe class DifferenceRegionsTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.45)]
    [InlineData(0.9)]
    public void Find_RandomPixels_RegionsAreThoseOfAFloodFill(double density)
    {
        const int Width = 90, Height = 61;
        var random = new Random(3);
        var map = new Plane(Width, Height);
        var picture = new Plane(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
                map.Row(y)[x] = (byte)(random.NextDouble() < density ? 51 + random.Next(200) : random.Next(51));
        }

        var regions = new DifferenceRegions(Width);
        for (int round = 0; round < 2; round++)
            regions.Find(map, map, picture, new Plane(Width, Height), 50);
        (int, int, int, int, int, long)[] found = [.. Enumerable.Range(0, regions.Count).Where(regions.IsRoot)
            .Select(i => (regions[i].Left, regions[i].Top, regions[i].Right, regions[i].Bottom, regions[i].Area, regions[i].Mass)).Order()];
        Assert.Equal(Flood(map).Order(), found);
    }

    private static List<(int, int, int, int, int, long)> Flood(Plane map)
    {
        bool[,] seen = new bool[map.Width, map.Height];
        List<(int, int, int, int, int, long)> regions = [];
        for (int y = 0; y < map.Height; y++)
        {
            for (int x = 0; x < map.Width; x++)
            {
                if (seen[x, y] || map.Row(y)[x] <= 50)
                    continue;
                (int left, int top, int right, int bottom, int area, long mass) = (x, y, x + 1, y + 1, 0, 0);
                Stack<(int X, int Y)> open = new([(x, y)]);
                seen[x, y] = true;
                while (open.TryPop(out (int X, int Y) at))
                {
                    (left, top, right, bottom) = (Math.Min(left, at.X), Math.Min(top, at.Y), Math.Max(right, at.X + 1), Math.Max(bottom, at.Y + 1));
                    area++;
                    mass += map.Row(at.Y)[at.X];
                    for (int v = Math.Max(0, at.Y - 1); v <= Math.Min(map.Height - 1, at.Y + 1); v++)
                    {
                        for (int u = Math.Max(0, at.X - 1); u <= Math.Min(map.Width - 1, at.X + 1); u++)
                        {
                            if (seen[u, v] || map.Row(v)[u] <= 50)
                                continue;
                            seen[u, v] = true;
                            open.Push((u, v));
                        }
                    }
                }

                regions.Add((left, top, right, bottom, area, mass));
            }
        }

        return regions;
    }
}
