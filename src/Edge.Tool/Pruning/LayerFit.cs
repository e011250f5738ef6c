using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>
/// The least squares of one layer of a pruned model: its inputs are the pruned model's, its targets what the dense model's layer gave
/// for the same picture. A convolution in sets is one problem a set, a depthwise one is one problem a channel.
/// </summary>
internal sealed class LayerFit
{
    /// <summary>Numbers multiplied for one picture; places in the picture are sampled beyond.</summary>
    private const double Budget = 3e8;

    private readonly NodeProto _node;
    private readonly LinearLayer _layer;
    private readonly int[] _targets;
    private readonly int[] _weightSizes;
    private readonly NormalEquations[] _problems;
    private readonly int _inputsEach;
    private readonly int _outputsEach;
    private readonly int _mostPlaces;

    /// <summary>Of a layer of the pruned model.</summary>
    /// <param name="pruned">The pruned model.</param>
    /// <param name="node">Its node.</param>
    /// <param name="layer">The layer, as it was in the dense model.</param>
    /// <param name="targets">Which of the dense layer's outputs the pruned one has.</param>
    /// <param name="pictures">Pictures that will be added.</param>
    public LayerFit(OnnxModel pruned, NodeProto node, LinearLayer layer, int[] targets, int pictures)
    {
        _mostPlaces = Sampling.PerPicture(pictures);
        _node = node;
        _layer = layer;
        _targets = targets;
        _weightSizes = [.. pruned.Initializer(node.Input[1])!.Dims.Select(size => (int)size)];
        int groups = node.OpType == "Conv" ? (int)node.Int("group", 1) : 1;
        int outputs = targets.Length;
        _inputsEach = node.OpType == "Conv" ? _weightSizes[1] : _weightSizes[node.OpType == "Gemm" && node.Int("transB", 0) != 0 ? 1 : 0];
        _outputsEach = outputs / groups;
        _problems = [.. Enumerable.Range(0, groups).Select(_ => new NormalEquations(_inputsEach * layer.Taps, _outputsEach))];
    }

    /// <summary>The layer's name.</summary>
    public string Name => _layer.Name;

    /// <summary>What the layer takes in the pruned model.</summary>
    public string Input => _node.Input[0];

    /// <summary>What it makes, under the same name in both models.</summary>
    public string Output => _node.Output[0];

    /// <summary>Whether a layer can be fitted: a two-dimensional convolution or a matrix product, of 32-bit floats, small enough.</summary>
    public static bool CanFit(OnnxModel model, NodeProto node, LinearLayer layer) =>
        LayerWeights.AreAdjustable(model, node)
        && layer.Kind != LinearKind.Transposed
        && (node.OpType is not "Conv" || model.Initializer(node.Input[1])!.Dims.Count == 4)
        && (node.OpType is not "Gemm" || (node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1))
        && (long)layer.Inputs.Length * layer.Taps <= (layer.Kind == LinearKind.Depthwise ? long.MaxValue : 4 * LayerStatistics.MostInputs);

    /// <summary>Adds one picture.</summary>
    /// <param name="pruned">Values of the pruned model; holds <see cref="Input"/>.</param>
    /// <param name="dense">Values of the dense model; holds <see cref="Output"/>.</param>
    /// <param name="random">Picks places.</param>
    /// <param name="weigh">Weights of some places of a value with these sizes; none where all weigh alike.</param>
    public void Add(GraphRun pruned, GraphRun dense, Random random, Func<IReadOnlyList<int>, int[], float[]> weigh)
    {
        ReadOnlySpan<float> x = pruned.Values<float>(Input), y = dense.Values<float>(Output);
        TensorShape inputShape = pruned.Shape(Input), outputShape = dense.Shape(Output);
        ChannelRows targetRows = ChannelRows.Of(outputShape, _node.OpType);
        int width = _inputsEach * _layer.Taps;
        int most = (int)Math.Clamp(Budget / ((double)width * (width + _outputsEach) * _problems.Length), 64, _mostPlaces);
        int[] places = Sampling.Places(targetRows.Positions, most, random);
        float[] weights = _node.OpType == "Conv" ? weigh(outputShape.Sizes, places) : [];
        Window? window = _node.OpType == "Conv" ? new Window(_node, _weightSizes, inputShape.Sizes, outputShape.Sizes) : null;
        ChannelRows inputRows = ChannelRows.Of(inputShape, _node.OpType);
        float[] rows = new float[width * places.Length], targets = new float[_outputsEach * places.Length];
        for (int problem = 0; problem < _problems.Length; problem++)
        {
            for (int i = 0; i < width; i++)
            {
                Span<float> row = rows.AsSpan(i * places.Length, places.Length);
                int channel = InputOf(problem) + (i / _layer.Taps);
                if (window is null || (window.Taps == 1 && inputRows.Positions == targetRows.Positions))
                    inputRows.Gather(x, channel, places, row);
                else
                    window.Gather(x.Slice(channel * inputRows.Positions, inputRows.Positions), i % _layer.Taps, places, row);
            }

            for (int o = 0; o < _outputsEach; o++)
                targetRows.Gather(y, _targets[(problem * _outputsEach) + o], places, targets.AsSpan(o * places.Length, places.Length));
            _problems[problem].Add(rows, targets, places.Length, weights);
        }
    }

    /// <summary>Puts the best weights and bias into <paramref name="pruned"/>.</summary>
    /// <param name="pruned">The pruned model; its nodes must still be those that this was made of.</param>
    /// <param name="ridge">See <see cref="NormalEquations.Solve"/>.</param>
    /// <returns>Relative squared errors before and after.</returns>
    public LayerError Solve(OnnxModel pruned, double ridge)
    {
        float[] weights = LayerWeights.Read(pruned, _node);
        bool hasBias = _node.InputAt(2).Length > 0;
        float[] bias = LayerWeights.ReadBias(pruned, _node, _targets.Length);
        if (bias.Length != _targets.Length)
            return new LayerError(Name, 0, 0);
        int each = weights.Length / _problems.Length;
        double before = 0, after = 0;
        for (int problem = 0; problem < _problems.Length; problem++)
        {
            Span<float> ownWeights = weights.AsSpan(problem * each, each), ownBias = bias.AsSpan(problem * _outputsEach, _outputsEach);
            LinearFit fit = _problems[problem].Solve(ownWeights, ownBias, ridge, isCentred: hasBias);
            fit.Weights.CopyTo(ownWeights);
            fit.Bias.CopyTo(ownBias);
            before += fit.ErrorBefore / _problems.Length;
            after += fit.ErrorAfter / _problems.Length;
        }

        GraphSlicer.Put(pruned, _node, 1, TensorValues.Of(_node.Input[1], LayerWeights.ToOwnOrder(pruned, _node, weights), [.. pruned.Initializer(_node.Input[1])!.Dims]));
        if (hasBias)
            GraphSlicer.Put(pruned, _node, 2, TensorValues.Of(_node.Input[2], bias, [.. pruned.Initializer(_node.Input[2])!.Dims]));
        return new LayerError(Name, before, after);
    }

    // A depthwise convolution with more outputs than inputs has its outputs next to each other, so problem and input are the same.
    private int InputOf(int problem) => problem * _inputsEach;
}
