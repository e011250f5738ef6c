using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>
/// Costs by what the layers that take a channel lose even after their other weights are adjusted: the relative error of their outputs.
/// Knows what is gone, so that of two channels that say the same, one is cheap and the other dear once the first is gone.
/// </summary>
internal sealed class ReconstructionScore : IRemovalScore
{
    private readonly CoupledGraph _graph;
    private readonly ChannelPlaces _places;
    private readonly RemovalCost?[] _layers;
    private readonly double[][] _means;
    // A copy shares the state of a layer with its original until one of them changes it.
    private readonly bool[] _isOwn;

    private ReconstructionScore(CoupledGraph graph, ChannelPlaces places, RemovalCost?[] layers, double[][] means, bool isOwn)
    {
        _graph = graph;
        _places = places;
        _layers = layers;
        _means = means;
        _isOwn = new bool[layers.Length];
        Array.Fill(_isOwn, isOwn);
    }

    /// <summary>Of a graph of which nothing is removed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="statistics">Of its layers' inputs.</param>
    /// <param name="ridge">See <see cref="RemovalCost"/>.</param>
    public static ReconstructionScore Of(CoupledGraph graph, IReadOnlyDictionary<string, NormalEquations> statistics, double ridge)
    {
        Dictionary<string, NodeProto> nodes = graph.Model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        RemovalCost?[] layers = new RemovalCost?[graph.Layers.Count];
        double[][] means = new double[graph.Layers.Count][];
        for (int i = 0; i < layers.Length; i++)
        {
            LinearLayer layer = graph.Layers[i];
            if (!layer.MakesChannels || !LayerWeights.AreAdjustable(graph.Model, nodes[layer.Name]) || !statistics.TryGetValue(layer.Name, out NormalEquations? sums) || sums.Total <= 0)
                continue;
            // The sets of a grouped convolution see different inputs: no common adjustment is right for all.
            double[] covariance = layer.Kind == LinearKind.Grouped ? Diagonal(sums.Covariance(), layer.Inputs.Length) : sums.Covariance();
            layers[i] = new RemovalCost(LayerWeights.Read(graph.Model, nodes[layer.Name]), layer.Inputs.Length, layer.Taps, covariance, ridge);
            means[i] = sums.InputMeans();
        }

        return new ReconstructionScore(graph, new ChannelPlaces(graph), layers, means, isOwn: true);
    }

    /// <inheritdoc/>
    public double Cost(int group, int unit)
    {
        double cost = 0;
        foreach ((int layer, int[] places) in _places.Taken(unit))
            cost += _layers[layer]?.Cost(places) ?? 0;
        return cost;
    }

    /// <inheritdoc/>
    public void Remove(int group, int unit)
    {
        foreach ((int layer, int[] places) in _places.Taken(unit))
        {
            foreach (int place in places)
                Own(layer)?.Remove(place);
        }

        foreach ((int layer, int[] places) in _places.Made(unit))
        {
            foreach (int place in places)
                Own(layer)?.Forget(place);
        }
    }

    /// <inheritdoc/>
    public IRemovalScore Clone()
    {
        // From now on neither may change what both see.
        Array.Fill(_isOwn, false);
        return new ReconstructionScore(_graph, _places, [.. _layers], _means, isOwn: false);
    }

    /// <summary>The adjusted weights and biases of the layers that lost an input, by node and input, of the full size.</summary>
    public Dictionary<(string Node, int Input), float[]> AdjustedWeights(KeptChannels kept)
    {
        Dictionary<string, NodeProto> nodes = _graph.Model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Dictionary<(string, int), float[]> adjusted = [];
        for (int i = 0; i < _layers.Length; i++)
        {
            LinearLayer layer = _graph.Layers[i];
            if (_layers[i] is not { } state || layer.Kind is LinearKind.Grouped or LinearKind.Transposed || kept.Count(layer.Inputs) == layer.Inputs.Length)
                continue;
            NodeProto node = nodes[layer.Name];
            float[] before = LayerWeights.Read(_graph.Model, node), after = state.Weights();
            adjusted[(layer.Name, 1)] = LayerWeights.ToOwnOrder(_graph.Model, node, after);
            if (node.InputAt(2).Length > 0)
                adjusted[(layer.Name, 2)] = Bias(node, layer, before, after, _means[i]);
        }

        return adjusted;
    }

    private static double[] Diagonal(double[] matrix, int size)
    {
        double[] diagonal = new double[matrix.Length];
        for (int i = 0; i < size; i++)
            diagonal[(i * size) + i] = matrix[(i * size) + i];
        return diagonal;
    }

    private float[] Bias(NodeProto node, LinearLayer layer, float[] before, float[] after, double[] means)
    {
        float[] bias = [.. LayerWeights.ReadBias(_graph.Model, node, layer.Outputs.Length)];
        int filter = layer.Inputs.Length * layer.Taps;
        for (int i = 0; i < before.Length; i++)
            bias[i / filter] += (float)((before[i] - after[i]) * means[i % filter / layer.Taps]);
        return bias;
    }

    private RemovalCost? Own(int layer)
    {
        if (!_isOwn[layer])
        {
            _layers[layer] = _layers[layer]?.Clone();
            _isOwn[layer] = true;
        }

        return _layers[layer];
    }
}
