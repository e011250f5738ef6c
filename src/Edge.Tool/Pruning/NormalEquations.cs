using System.Numerics.Tensors;

namespace Edge.Tool.Pruning;

/// <summary>
/// Least squares of a linear layer from samples, in memory that does not grow with their number:
/// minimises Σ w·‖y − W·x − b‖² plus a ridge towards prior weights, over all samples added.
/// Samples are added channel by channel, as tensors in NCHW hold them. Not thread safe.
/// </summary>
internal sealed class NormalEquations
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly double[] _gram;
    private readonly double[] _cross;
    private readonly double[] _sumX;
    private readonly double[] _sumY;
    private readonly double[] _squareY;
    private double _total;

    /// <summary>Equations of a layer with so many inputs and outputs, without samples.</summary>
    public NormalEquations(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        _inputs = inputs;
        _outputs = outputs;
        _gram = new double[inputs * inputs];
        _cross = new double[outputs * inputs];
        _sumX = new double[inputs];
        _sumY = new double[outputs];
        _squareY = new double[outputs];
    }

    /// <summary>Sum of the weights of the samples; their number where none were weighted.</summary>
    public double Total => _total;

    /// <summary>Adds <paramref name="count"/> samples.</summary>
    /// <param name="x">The inputs: row i holds input i of every sample.</param>
    /// <param name="y">The targets, in the same way; empty where there are no outputs.</param>
    /// <param name="count">Samples.</param>
    /// <param name="weights">One a sample, not negative; empty weighs all alike.</param>
    public void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int count, ReadOnlySpan<float> weights = default)
    {
        if (x.Length != _inputs * count || y.Length != _outputs * count || (weights.Length != 0 && weights.Length != count))
            throw new ArgumentException($"{count} samples of {_inputs} inputs and {_outputs} outputs; got {x.Length}, {y.Length} and {weights.Length} numbers");
        if (count == 0)
            return;

        float[] weighted = new float[count];
        for (int i = 0; i < _inputs; i++)
        {
            ReadOnlySpan<float> row = x.Slice(i * count, count);
            if (weights.Length > 0)
            {
                TensorPrimitives.Multiply(row, weights, weighted);
                row = weighted;
            }

            _sumX[i] += TensorPrimitives.Sum(row);
            Span<double> gram = _gram.AsSpan(i * _inputs, _inputs);
            for (int j = 0; j <= i; j++)
                gram[j] += TensorPrimitives.Dot(row, x.Slice(j * count, count));
            for (int o = 0; o < _outputs; o++)
                _cross[(o * _inputs) + i] += TensorPrimitives.Dot(row, y.Slice(o * count, count));
        }

        for (int o = 0; o < _outputs; o++)
        {
            ReadOnlySpan<float> row = y.Slice(o * count, count);
            if (weights.Length > 0)
                TensorPrimitives.Multiply(row, weights, weighted);
            ReadOnlySpan<float> heavy = weights.Length > 0 ? weighted : row;
            _sumY[o] += TensorPrimitives.Sum(heavy);
            _squareY[o] += TensorPrimitives.Dot(heavy, row);
        }

        _total += weights.Length > 0 ? TensorPrimitives.Sum(weights) : count;
    }

    /// <summary>The covariance of the inputs, row-major and whole; zeros without samples.</summary>
    public double[] Covariance()
    {
        double[] covariance = new double[_inputs * _inputs];
        if (_total <= 0)
            return covariance;
        for (int i = 0; i < _inputs; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = (_gram[(i * _inputs) + j] / _total) - (_sumX[i] / _total * (_sumX[j] / _total));
                covariance[(i * _inputs) + j] = covariance[(j * _inputs) + i] = value;
            }

            covariance[(i * _inputs) + i] = Math.Max(covariance[(i * _inputs) + i], 0);
        }

        return covariance;
    }

    /// <summary>The mean of each input; zeros without samples.</summary>
    public double[] InputMeans() => [.. _sumX.Select(sum => _total > 0 ? sum / _total : 0)];

    /// <summary>The mean square of each input; zeros without samples.</summary>
    public double[] InputPower() => [.. Enumerable.Range(0, _inputs).Select(i => _total > 0 ? _gram[(i * _inputs) + i] / _total : 0)];

    /// <summary>The weights and the bias of the least error.</summary>
    /// <param name="prior">Weights that the ridge pulls to, and whose error is reported as the one before; row-major, a row an output.</param>
    /// <param name="priorBias">The bias that goes with them.</param>
    /// <param name="ridge">Strength of the pull, as a part of each input's own variance; not negative. It keeps inputs that hardly vary, or that others explain, where they were.</param>
    /// <param name="isCentred">Whether there is a bias to be found; otherwise it stays what it was.</param>
    public LinearFit Solve(ReadOnlySpan<float> prior, ReadOnlySpan<float> priorBias, double ridge, bool isCentred = true)
    {
        if (!isCentred)
            return SolveWithoutBias(prior, priorBias, ridge);
        double[] covariance = Covariance();
        double[] cross = CrossCovariance();
        double before = Error(prior, priorBias, covariance, cross);
        if (_total <= 0)
            return new LinearFit(prior.ToArray(), priorBias.ToArray(), before, before);

        CholeskyFactor factor = Factor(covariance, ridge);
        float[] weights = prior.ToArray();
        float[] bias = new float[_outputs];
        double[] row = new double[_inputs];
        for (int o = 0; o < _outputs; o++)
        {
            // The step away from the prior: (C − W₀·G)·(G + ridge)⁻¹.
            Span<float> weight = weights.AsSpan(o * _inputs, _inputs);
            for (int i = 0; i < _inputs; i++)
                row[i] = cross[(o * _inputs) + i] - Dot(weight, covariance.AsSpan(i * _inputs, _inputs));
            factor.Solve(row);
            double explained = 0;
            for (int i = 0; i < _inputs; i++)
            {
                weight[i] += (float)row[i];
                explained += weight[i] * (_sumX[i] / _total);
            }

            bias[o] = (float)((_sumY[o] / _total) - explained);
        }

        return new LinearFit(weights, bias, before, Error(weights, bias, covariance, cross));
    }

    /// <summary>Without a bias to take up the means, the moments are taken about zero.</summary>
    private LinearFit SolveWithoutBias(ReadOnlySpan<float> prior, ReadOnlySpan<float> priorBias, double ridge)
    {
        NormalEquations raw = new(_inputs, _outputs) { _total = _total };
        _gram.CopyTo(raw._gram, 0);
        _cross.CopyTo(raw._cross, 0);
        _squareY.CopyTo(raw._squareY, 0);
        LinearFit fit = raw.Solve(prior, new float[_outputs], ridge);
        return fit with { Bias = priorBias.ToArray() };
    }

    /// <summary>Factors a covariance with a ridge, a stronger one where that is not enough.</summary>
    internal static CholeskyFactor Factor(double[] covariance, double ridge)
    {
        int size = (int)Math.Sqrt(covariance.Length);
        double mean = 0;
        for (int i = 0; i < size; i++)
            mean += covariance[(i * size) + i] / size;
        double[] raised = new double[covariance.Length];
        for (double strength = Math.Max(ridge, 1e-9); ; strength *= 10)
        {
            covariance.CopyTo(raised, 0);
            for (int i = 0; i < size; i++)
                raised[(i * size) + i] += (strength * (covariance[(i * size) + i] + (1e-3 * mean))) + 1e-12;
            if (CholeskyFactor.TryFactor(raised, size) is { } factor)
                return factor;
            if (!double.IsFinite(strength))
                throw new ArithmeticException("the samples hold infinities, or what is not a number");
        }
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private double[] CrossCovariance()
    {
        double[] cross = new double[_cross.Length];
        for (int o = 0; o < _outputs && _total > 0; o++)
        {
            for (int i = 0; i < _inputs; i++)
                cross[(o * _inputs) + i] = (_cross[(o * _inputs) + i] / _total) - (_sumY[o] / _total * (_sumX[i] / _total));
        }

        return cross;
    }

    private double Error(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, double[] covariance, double[] cross)
    {
        double error = 0, variance = 0;
        for (int o = 0; o < _outputs && _total > 0; o++)
        {
            ReadOnlySpan<float> weight = weights.Slice(o * _inputs, _inputs);
            double own = Math.Max((_squareY[o] / _total) - Math.Pow(_sumY[o] / _total, 2), 0);
            double offset = (_sumY[o] / _total) - bias[o];
            double quadratic = 0, linear = 0;
            for (int i = 0; i < _inputs; i++)
            {
                quadratic += weight[i] * Dot(weight, covariance.AsSpan(i * _inputs, _inputs));
                linear += weight[i] * cross[(o * _inputs) + i];
                offset -= weight[i] * (_sumX[i] / _total);
            }

            error += Math.Max(own - (2 * linear) + quadratic, 0) + (offset * offset);
            variance += own;
        }

        return variance > 0 ? error / variance : 0;
    }
}
