using System.Numerics.Tensors;

namespace Edge.Tool.Pruning;

/// <summary>
/// What it costs one layer to lose some of its inputs when its other weights are adjusted as well as they can be:
/// the optimal brain surgeon of a linear layer (Hassibi and Stork 1993), exact for 1x1 convolutions and matrix products. For larger windows
/// each tap is adjusted by itself, with the covariance of the channels at one place, which overstates the cost a little.
/// Not thread safe.
/// </summary>
internal sealed class RemovalCost
{
    private readonly int _inputs;
    private readonly int _rows;
    private readonly int _taps;
    private readonly double[] _inverse;
    private readonly float[] _columns;
    private readonly bool[] _isRemoved;
    private readonly bool[] _isRowGone;

    /// <summary>A layer before anything is removed.</summary>
    /// <param name="weights">Row-major: outputs, inputs, taps.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="taps">Weights between one input and one output.</param>
    /// <param name="covariance">Of the inputs, row-major and whole.</param>
    /// <param name="ridge">Added to the covariance, as a part of each input's variance.</param>
    public RemovalCost(ReadOnlySpan<float> weights, int inputs, int taps, double[] covariance, double ridge)
    {
        _inputs = inputs;
        _taps = taps;
        _rows = weights.Length / inputs;
        _columns = new float[weights.Length];
        _isRemoved = new bool[inputs];
        _isRowGone = new bool[_rows];
        for (int row = 0; row < _rows; row++)
        {
            (int output, int tap) = (row / taps, row % taps);
            for (int i = 0; i < inputs; i++)
                _columns[(i * _rows) + row] = weights[(((output * inputs) + i) * taps) + tap];
        }

        Energy = OutputEnergy(covariance);
        _inverse = NormalEquations.Factor(covariance, ridge).Inverse();
    }

    private RemovalCost(RemovalCost other)
    {
        (_inputs, _rows, _taps, Energy) = (other._inputs, other._rows, other._taps, other.Energy);
        _inverse = (double[])other._inverse.Clone();
        _columns = (float[])other._columns.Clone();
        _isRemoved = (bool[])other._isRemoved.Clone();
        _isRowGone = (bool[])other._isRowGone.Clone();
    }

    /// <summary>Variance of the outputs, summed, before anything was removed: what costs are measured against.</summary>
    public double Energy { get; }

    /// <summary>The least squared error that removing <paramref name="inputs"/> together adds, relative to <see cref="Energy"/>.</summary>
    public double Cost(ReadOnlySpan<int> inputs)
    {
        if (Energy <= 0)
            return 0;
        if (inputs.Length == 1)
            return TensorPrimitives.SumOfSquares(Column(inputs[0])) / At(inputs[0], inputs[0]) / Energy;

        // tr(W_B·(H⁻¹_BB)⁻¹·W_Bᵀ) for the block B.
        int size = inputs.Length;
        double[] block = new double[size * size];
        double[] columns = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                block[(i * size) + j] = At(inputs[i], inputs[j]);
                columns[(j * size) + i] = TensorPrimitives.Dot(Column(inputs[i]), Column(inputs[j]));
            }
        }

        CholeskyFactor factor = NormalEquations.Factor(block, 1e-9);
        double cost = 0;
        for (int i = 0; i < size; i++)
        {
            Span<double> column = columns.AsSpan(i * size, size);
            factor.Solve(column);
            cost += column[i];
        }

        return cost / Energy;
    }

    /// <summary>Removes one input: adjusts the weights of the others, and what their removal will cost.</summary>
    public void Remove(int input)
    {
        if (_isRemoved[input])
            return;
        _isRemoved[input] = true;
        double pivot = At(input, input);
        double[] cross = _inverse.AsSpan(input * _inputs, _inputs).ToArray();
        float[] gone = Column(input).ToArray();
        for (int i = 0; i < _inputs; i++)
        {
            if (_isRemoved[i] && i != input)
                continue;
            double step = cross[i] / pivot;
            TensorPrimitives.MultiplyAdd(gone, (float)-step, Column(i), Column(i));
            Span<double> row = _inverse.AsSpan(i * _inputs, _inputs);
            TensorPrimitives.MultiplyAdd(cross, -step, row, row);
        }

        Column(input).Clear();
        // What is gone costs nothing more, and explains nothing.
        for (int i = 0; i < _inputs; i++)
            _inverse[(i * _inputs) + input] = _inverse[(input * _inputs) + i] = 0;
        _inverse[(input * _inputs) + input] = 1;
    }

    /// <summary>Forgets an output: it is removed itself, and what reaches it no longer matters.</summary>
    public void Forget(int output)
    {
        for (int row = output * _taps; row < (output + 1) * _taps; row++)
        {
            if (_isRowGone[row])
                continue;
            _isRowGone[row] = true;
            for (int i = 0; i < _inputs; i++)
                _columns[(i * _rows) + row] = 0;
        }
    }

    /// <summary>The weights as adjusted, in the order in which they were given; zero for what is removed.</summary>
    public float[] Weights()
    {
        float[] weights = new float[_columns.Length];
        for (int row = 0; row < _rows; row++)
        {
            (int output, int tap) = (row / _taps, row % _taps);
            for (int i = 0; i < _inputs; i++)
                weights[(((output * _inputs) + i) * _taps) + tap] = _columns[(i * _rows) + row];
        }

        return weights;
    }

    /// <summary>A copy to try things on.</summary>
    public RemovalCost Clone() => new(this);

    private Span<float> Column(int input) => _columns.AsSpan(input * _rows, _rows);

    private double At(int i, int j) => _inverse[(i * _inputs) + j];

    private double OutputEnergy(double[] covariance)
    {
        // Σ over rows of wᵀ·G·w, as Σ over pairs of inputs of G_ij times the product of their columns.
        double energy = 0;
        for (int i = 0; i < _inputs; i++)
        {
            energy += covariance[(i * _inputs) + i] * TensorPrimitives.SumOfSquares(Column(i));
            for (int j = 0; j < i; j++)
                energy += 2 * covariance[(i * _inputs) + j] * TensorPrimitives.Dot(Column(i), Column(j));
        }

        return Math.Max(energy, 0);
    }
}
