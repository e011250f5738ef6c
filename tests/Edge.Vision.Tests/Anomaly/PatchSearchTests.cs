using Edge.Vision.Anomaly;

namespace Edge.Vision.Tests.Anomaly;

public sealed class PatchSearchTests
{
    public static TheoryData<string, int, int, int> Cases
    {
        get
        {
            TheoryData<string, int, int, int> cases = [];
            foreach (PatchDot dot in PatchDot.All.Where(dot => dot.IsSupported))
            {
                foreach ((int features, int patches, int queries) in ((int, int, int)[])[(1, 1, 1), (3, 5, 2), (7, 16, 4), (12, 17, 5), (64, 700, 33), (255, 100, 9), (256, 40, 3)])
                    cases.Add(dot.Name, features, patches, queries);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Squared_EveryWayOfTheProcessor_IsExactlyTheDistanceToTheNearest(string way, int features, int patches, int queries)
    {
        Random random = new(features + patches);
        sbyte[] memory = Draw(random, patches * features), asked = Draw(random, queries * features);
        using PatchSearch search = new(memory, features, PatchDot.All.First(dot => dot.Name == way));
        sbyte[] padded = new sbyte[queries * search.StrideBytes];
        for (int i = 0; i < queries; i++)
            asked.AsSpan(i * features, features).CopyTo(padded.AsSpan(i * search.StrideBytes));
        int[] actual = new int[queries];

        fixed (sbyte* first = padded)
            search.Squared(first, queries, actual);

        Assert.Equal(Enumerable.Range(0, queries).Select(query => Nearest(memory, asked.AsSpan(query * features, features), features)), actual);
    }

    [Fact]
    public unsafe void Squared_FarthestCorners_DoesNotOverflow()
    {
        const int Features = 256;
        foreach (PatchDot dot in PatchDot.All.Where(dot => dot.IsSupported))
        {
            using PatchSearch search = new([.. Enumerable.Repeat((sbyte)-127, Features)], Features, dot);
            sbyte[] query = [.. Enumerable.Repeat((sbyte)127, Features)];
            int[] squared = new int[1];
            fixed (sbyte* first = query)
                search.Squared(first, 1, squared);
            Assert.Equal(254 * 254 * Features, squared[0]);
        }
    }

    private static sbyte[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)(random.Next(8) == 0 ? 127 * ((2 * random.Next(2)) - 1) : random.Next(-127, 128)))];

    private static int Nearest(ReadOnlySpan<sbyte> memory, ReadOnlySpan<sbyte> query, int features)
    {
        int nearest = int.MaxValue;
        for (int row = 0; row < memory.Length; row += features)
        {
            int sum = 0;
            for (int i = 0; i < features; i++)
                sum += (memory[row + i] - query[i]) * (memory[row + i] - query[i]);
            nearest = Math.Min(nearest, sum);
        }

        return nearest;
    }
}
