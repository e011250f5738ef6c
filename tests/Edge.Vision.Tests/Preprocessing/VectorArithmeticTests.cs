using System.Runtime.Intrinsics;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Tests.Preprocessing;

public sealed class VectorArithmeticTests
{
    [Fact]
    public void Operations_AnyLanes_MatchPlainArithmeticOnEveryPath()
    {
        Random random = new(9);
        short[] extremes = [short.MinValue + 1, -1, 0, 1, 2047, 2048, 32640, short.MaxValue];
        for (int round = 0; round < 1000; round++)
        {
            short[] a = Lanes(random, extremes);
            short[] b = Lanes(random, extremes);
            Vector128<short> left = Vector128.Create(a);
            Vector128<short> right = Vector128.Create(b);
            short[] high = [.. a.Zip(b, (x, y) => (short)((x * y) >> 16))];
            int[] sums = [.. Enumerable.Range(0, 4).Select(i => (a[2 * i] * b[2 * i]) + (a[(2 * i) + 1] * b[(2 * i) + 1]))];

            Assert.Equal(Vector128.Create(high), VectorArithmetic.MultiplyHigh(left, right));
            Assert.Equal(Vector128.Create(high), VectorArithmetic.MultiplyHighPortable(left, right));
            Assert.Equal(Vector128.Create(sums), VectorArithmetic.MultiplyAddAdjacent(left, right));
            Assert.Equal(Vector128.Create(sums), VectorArithmetic.MultiplyAddAdjacentPortable(left, right));
        }
    }

    private static short[] Lanes(Random random, short[] extremes) =>
        [.. Enumerable.Range(0, 8).Select(_ => random.Next(3) == 0 ? extremes[random.Next(extremes.Length)] : (short)random.Next(short.MinValue + 1, short.MaxValue))];
}
