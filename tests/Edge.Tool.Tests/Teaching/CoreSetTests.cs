using Edge.Tool.Teaching;

namespace Edge.Tool.Tests.Teaching;

public sealed class CoreSetTests
{
    [Theory]
    [InlineData(300, 4, 40)]
    [InlineData(200, 20, 60)]
    [InlineData(150, 64, 150)]
    public void Select_Patches_AreThoseOfTheStraightforwardWay(int count, int features, int most)
    {
        sbyte[] patches = Draw(count, features);

        (int[] chosen, double radius) = CoreSet.Select(patches, features, most);

        (List<int> expected, double expectedRadius) = Straightforward(patches, features, most);
        // Among patches that are equally far, either may be first; how far is the same.
        Assert.Equal(expected.Count, chosen.Length);
        Assert.Equal(expectedRadius, radius, 1e-9);
        Assert.Equal(expected[0], chosen[0]);
    }

    [Fact]
    public void Select_FewOfMany_CoverAllWithinTheRadiusAndLieFartherApart()
    {
        const int Features = 12;
        sbyte[] patches = Draw(500, Features);

        (int[] chosen, double radius) = CoreSet.Select(patches, Features, 50);

        for (int patch = 0; patch < 500; patch++)
            Assert.True(chosen.Min(center => Distance(patches, Features, patch, center)) <= radius + 1e-9);
        // What makes it at most twice the best: the chosen ones are at least the radius apart.
        Assert.All(chosen, one => Assert.All(chosen.Where(other => other != one), other => Assert.True(Distance(patches, Features, one, other) >= radius - 1e-9)));
    }

    [Fact]
    public void Select_EqualPatches_ChosenOnce()
    {
        sbyte[] patches = [1, 2, 1, 2, 3, 4, 1, 2, 3, 4];

        (int[] chosen, double radius) = CoreSet.Select(patches, 2, 5);

        Assert.Equal(2, chosen.Length);
        Assert.Equal(0, radius);
    }

    private static sbyte[] Draw(int count, int features)
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count * features).Select(_ => (sbyte)random.Next(-127, 128))];
    }

    private static (List<int> Chosen, double Radius) Straightforward(sbyte[] patches, int features, int most)
    {
        int count = patches.Length / features;
        List<int> chosen = [0];
        double[] nearest = [.. Enumerable.Range(0, count).Select(patch => Distance(patches, features, patch, 0))];
        while (chosen.Count < most && nearest.Max() > 0)
        {
            int next = Array.IndexOf(nearest, nearest.Max());
            chosen.Add(next);
            for (int patch = 0; patch < count; patch++)
                nearest[patch] = Math.Min(nearest[patch], Distance(patches, features, patch, next));
        }

        return (chosen, nearest.Max());
    }

    private static double Distance(sbyte[] patches, int features, int one, int other)
    {
        double sum = 0;
        for (int i = 0; i < features; i++)
            sum += Math.Pow(patches[(one * features) + i] - patches[(other * features) + i], 2);
        return Math.Sqrt(sum);
    }
}
