using Edge.Vision.Tracking;

namespace Edge.Vision.Tests.Tracking;

public sealed class AssignmentSolverTests
{
    [Fact]
    public void Solve_GreedyIsWrong_FindsTheOptimum()
    {
        int[] columns = Solve([1, 2, 2, 9], 2, 2, gate: 100);
        Assert.Equal([1, 0], columns);
    }

    [Fact]
    public void Solve_TooDear_LeavesAlone() => Assert.Equal([0, -1], Solve([0.1f, 0.9f, 0.9f, 0.9f], 2, 2, gate: 0.8f));

    [Fact]
    public void Solve_NotANumberOrInfinite_NeverPairs() =>
        Assert.Equal([-1, 1], Solve([float.NaN, float.PositiveInfinity, float.PositiveInfinity, 0.5f], 2, 2, gate: 1));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Solve_EmptySide_NothingPairs(int rows, int columns) =>
        Assert.All(Solve([], rows, columns, gate: 1), column => Assert.Equal(-1, column));

    [Fact]
    public void Solve_MatrixTooShort_Refused() => Assert.Throws<ArgumentException>(() => Solve([1, 2, 3], 2, 2, gate: 1));

    [Fact]
    public void Solve_RandomMatrices_AsGoodAsBruteForce()
    {
        var solver = new AssignmentSolver();
        var random = new Random(7);
        for (int round = 0; round < 3000; round++)
        {
            int rows = random.Next(1, 7), columns = random.Next(1, 7);
            float gate = random.NextSingle() * 1.5f;
            // A few distinct values make many ties, where such solvers go wrong.
            float[] cost = [.. Enumerable.Range(0, rows * columns).Select(_ => round % 2 == 0 ? random.NextSingle() : random.Next(4) * 0.25f)];
            int[] assigned = new int[rows];
            solver.Solve(cost, rows, columns, gate, assigned);

            Assert.Equal(assigned.Count(c => c >= 0), assigned.Where(c => c >= 0).Distinct().Count());
            double value = 0;
            for (int row = 0; row < rows; row++)
            {
                if (assigned[row] < 0)
                    continue;
                Assert.True(cost[(row * columns) + assigned[row]] < gate);
                value += cost[(row * columns) + assigned[row]] - gate;
            }

            Assert.Equal(Best(cost, rows, columns, gate, 0, 0), value, 1e-5);
        }
    }

    [Fact]
    public void Solve_LargeMatrix_PairsTheHiddenPermutation()
    {
        const int Size = 200;
        var random = new Random(3);
        int[] hidden = [.. Enumerable.Range(0, Size)];
        random.Shuffle(hidden);
        float[] cost = [.. Enumerable.Range(0, Size * Size).Select(_ => 0.5f + random.NextSingle())];
        for (int row = 0; row < Size; row++)
            cost[(row * Size) + hidden[row]] = random.NextSingle() * 0.01f;
        Assert.Equal(hidden, Solve(cost, Size, Size, gate: 2));
    }

    private static int[] Solve(float[] cost, int rows, int columns, float gate)
    {
        int[] assigned = new int[rows];
        new AssignmentSolver().Solve(cost, rows, columns, gate, assigned);
        return assigned;
    }

    private static double Best(float[] cost, int rows, int columns, float gate, int row, int taken)
    {
        if (row == rows)
            return 0;
        double best = Best(cost, rows, columns, gate, row + 1, taken);
        for (int column = 0; column < columns; column++)
        {
            float cell = cost[(row * columns) + column];
            if ((taken & (1 << column)) == 0 && cell < gate)
                best = Math.Min(best, cell - gate + Best(cost, rows, columns, gate, row + 1, taken | (1 << column)));
        }

        return best;
    }
}
