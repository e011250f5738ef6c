using Edge.Tool.Pruning;

namespace Edge.Tool.Tests.Pruning;

public sealed class LeastSquaresTests
{
    [Fact]
    public void Factor_PositiveDefiniteMatrix_SolvesAndInverts()
    {
        double[] matrix = [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3];
        CholeskyFactor factor = CholeskyFactor.TryFactor(matrix, 3)!;
        double[] x = [1, -2, 3];
        double[] b = [(4 * 1) + (2 * -2) + (0.6 * 3), (2 * 1) + (5 * -2) + 3, 0.6 - 2 + 9];

        factor.Solve(b);

        Assert.Equal(x, b.Select(value => Math.Round(value, 10)));
        double[] inverse = factor.Inverse();
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(k => matrix[(i * 3) + k] * inverse[(k * 3) + j]), 10);
        }
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 2, 1 })]
    [InlineData(new double[] { 0, 0, 0, 0 })]
    [InlineData(new double[] { double.NaN, 0, 0, 1 })]
    public void Factor_MatrixThatIsNotPositiveDefinite_IsRefused(double[] matrix) => Assert.Null(CholeskyFactor.TryFactor(matrix, 2));

    [Fact]
    public void Solve_TargetsOfALinearLayer_FindsItsWeightsAndBias()
    {
        (float[] x, float[] y) = Samples(count: 200, [2, -1, 0.5f], bias: 3);
        NormalEquations equations = new(3, 1);
        equations.Add(x.AsSpan(0, 300), y.AsSpan(0, 100), 100);
        equations.Add(x.AsSpan(300, 300), y.AsSpan(100, 100), 100);

        LinearFit fit = equations.Solve([0, 0, 0], [0], ridge: 0);

        Assert.Equal([2, -1, 0.5], fit.Weights.Select(weight => Math.Round(weight, 4)));
        Assert.Equal(3, fit.Bias[0], 4);
        Assert.True(fit.ErrorBefore > 1, $"{fit.ErrorBefore}");
        Assert.Equal(0, fit.ErrorAfter, 6);
    }

    [Fact]
    public void Solve_InputThatNeverVaries_KeepsItsPrior()
    {
        (float[] x, float[] y) = Samples(count: 100, [2, -1, 0.5f], bias: 0);
        x.AsSpan(200, 100).Clear();
        NormalEquations equations = new(3, 1);
        equations.Add(x, y, 100);

        LinearFit fit = equations.Solve([0, 0, 0.7f], [0], ridge: 1e-6);

        Assert.Equal(0.7f, fit.Weights[2], 5);
        Assert.True(fit.Weights.All(float.IsFinite));
    }

    [Fact]
    public void Solve_WeightedSamples_FollowsTheHeavyOnes()
    {
        // Two lines: the second half of the samples weighs nothing.
        float[] x = [1, 2, 3, 4, 1, 2, 3, 4], y = [2, 4, 6, 8, -1, -2, -3, -4];
        NormalEquations equations = new(1, 1);
        equations.Add(x, y, 8, [1, 1, 1, 1, 0, 0, 0, 0]);

        LinearFit fit = equations.Solve([0], [0], ridge: 0);

        Assert.Equal(2, fit.Weights[0], 4);
        Assert.Equal(4, equations.Total);
    }

    [Fact]
    public void Solve_WithoutBias_LeavesTheBiasAlone()
    {
        NormalEquations equations = new(1, 1);
        equations.Add([1, 2, 3], [2, 4, 6], 3);

        LinearFit fit = equations.Solve([0], [0], ridge: 0, isCentred: false);

        Assert.Equal(2, fit.Weights[0], 4);
        Assert.Equal(0, fit.Bias[0]);
    }

    /// <summary>Random inputs, row by row, and what a linear layer makes of them; halves are stored one after another.</summary>
    private static (float[] X, float[] Y) Samples(int count, float[] weights, float bias)
    {
        Random random = new(5);
        int half = count == 200 ? 100 : count;
        float[] x = [.. Enumerable.Range(0, count * weights.Length).Select(_ => (float)random.NextDouble())];
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
            y[i] = bias + Enumerable.Range(0, weights.Length).Sum(j => weights[j] * x[(i / half * half * weights.Length) + (j * half) + (i % half)]);
        return (x, y);
    }
}
