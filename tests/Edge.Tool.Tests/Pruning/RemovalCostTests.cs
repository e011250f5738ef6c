using Edge.Tool.Pruning;

namespace Edge.Tool.Tests.Pruning;

/// <summary>Against least squares solved from scratch.</summary>
public sealed class RemovalCostTests
{
    private const int Inputs = 5;
    private const int Outputs = 3;
    private const int Count = 400;

    [Theory]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 0, 3 })]
    [InlineData(new[] { 1, 2, 4 })]
    public void Cost_InputsRemoved_IsTheErrorOfTheBestFitOfTheOthers(int[] removed)
    {
        (float[] x, float[] weights, NormalEquations sums) = Layer();
        RemovalCost cost = new(weights, Inputs, 1, sums.Covariance(), ridge: 1e-9);

        double atOnce = cost.Cost(removed);
        double oneByOne = 0;
        foreach (int input in removed)
        {
            oneByOne += cost.Cost([input]);
            cost.Remove(input);
        }

        (double expected, float[] best) = FitWithout(x, weights, removed);
        Assert.Equal(expected, atOnce, 4);
        Assert.Equal(expected, oneByOne, 4);
        int[] kept = [.. Enumerable.Range(0, Inputs).Except(removed)];
        for (int output = 0; output < Outputs; output++)
        {
            for (int i = 0; i < kept.Length; i++)
                Assert.Equal(best[(output * kept.Length) + i], cost.Weights()[(output * Inputs) + kept[i]], 2);
            Assert.All(removed, input => Assert.Equal(0, cost.Weights()[(output * Inputs) + input]));
        }
    }

    [Fact]
    public void Cost_InputThatIsASumOfOthers_IsNothing()
    {
        (float[] x, float[] weights, _) = Layer();
        for (int i = 0; i < Count; i++)
            x[(4 * Count) + i] = x[i] + (2 * x[Count + i]);
        NormalEquations sums = new(Inputs, 0);
        sums.Add(x, [], Count);
        RemovalCost cost = new(weights, Inputs, 1, sums.Covariance(), ridge: 1e-7);

        Assert.InRange(cost.Cost([4]), 0, 1e-4);
        Assert.True(cost.Cost([3]) > 1e-2);

        // Once one of the three is gone, the other two say something of their own.
        cost.Remove(4);
        Assert.True(cost.Cost([0]) > 1e-2);
    }

    [Fact]
    public void Forget_AllOutputs_LeavesNothingToLose()
    {
        (_, float[] weights, NormalEquations sums) = Layer();
        RemovalCost cost = new(weights, Inputs, 1, sums.Covariance(), ridge: 1e-6);
        RemovalCost copy = cost.Clone();

        for (int output = 0; output < Outputs; output++)
            cost.Forget(output);

        Assert.Equal(0, cost.Cost([1]));
        Assert.True(copy.Cost([1]) > 0, "the copy is a copy");
    }

    private static (float[] X, float[] Weights, NormalEquations Sums) Layer()
    {
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, Inputs * Count).Select(_ => (float)random.NextDouble())];
        // The inputs say partly the same.
        for (int i = 0; i < Count; i++)
            x[(2 * Count) + i] = (0.7f * x[i]) + (0.3f * x[(2 * Count) + i]);
        float[] weights = [.. Enumerable.Range(0, Inputs * Outputs).Select(_ => (float)random.NextDouble() - 0.5f)];
        NormalEquations sums = new(Inputs, 0);
        sums.Add(x, [], Count);
        return (x, weights, sums);
    }

    private static (double Error, float[] Weights) FitWithout(float[] x, float[] weights, int[] removed)
    {
        float[] y = new float[Outputs * Count];
        for (int output = 0; output < Outputs; output++)
        {
            for (int i = 0; i < Count; i++)
                y[(output * Count) + i] = Enumerable.Range(0, Inputs).Sum(input => weights[(output * Inputs) + input] * x[(input * Count) + i]);
        }

        int[] kept = [.. Enumerable.Range(0, Inputs).Except(removed)];
        NormalEquations equations = new(kept.Length, Outputs);
        equations.Add([.. kept.SelectMany(input => x.Skip(input * Count).Take(Count))], y, Count);
        LinearFit fit = equations.Solve(new float[kept.Length * Outputs], new float[Outputs], ridge: 1e-9);
        return (fit.ErrorAfter, fit.Weights);
    }
}
