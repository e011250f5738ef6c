using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>Which layers stay in float for a budget: the most harmful first, as few as reach it.</summary>
internal static class FloatSelection
{
    /// <summary>Channels that differ by more than this share one scale badly.</summary>
    private const double BadSpread = 8;

    /// <summary>Chooses; layers in <paramref name="excluded"/> are in float anyway and not counted.</summary>
    /// <param name="quantizer">The calibrated model.</param>
    /// <param name="comparison">How near outputs are.</param>
    /// <param name="budget">What must be reached.</param>
    /// <param name="excluded">Layers that the user left in float.</param>
    /// <param name="ranking">All layers by harm; null where the budget was kept without looking.</param>
    /// <param name="report">Told of progress.</param>
    public static IReadOnlyList<FloatLayer> Choose(
        Quantizer quantizer,
        OutputComparison comparison,
        AccuracyBudget budget,
        IReadOnlySet<string> excluded,
        out IReadOnlyList<LayerSensitivity>? ranking,
        StepReport report)
    {
        ranking = null;
        LayerNeighbours neighbours = new(quantizer.Float, quantizer.Layers);
        HashSet<string> WithIslands(IEnumerable<string> layers)
        {
            HashSet<string> found = [.. excluded, .. layers];
            found.UnionWith(neighbours.Islands(found));
            return found;
        }

        double Reached(IEnumerable<string> layers) => comparison.SqnrDb(quantizer.Build(WithIslands(layers)));
        if (budget.Layers is 0 || (budget.SqnrDb is { } wanted && Reached([]) >= wanted))
            return [];
        // The layers that make the outputs: few, small, and nothing after them evens their noise out.
        FloatLayer[] last = [.. quantizer.Layers.Where(layer => !excluded.Contains(layer) && neighbours.IsLast(layer)).Select(layer => new FloatLayer(layer, null, "it makes an output of the model"))];
        if (budget.SqnrDb is { } needed && Reached(last.Select(layer => layer.Name)) >= needed)
            return last;
        LayerSensitivity[] order = [.. SensitivityPass.Run(quantizer, comparison, report).Where(layer => !excluded.Contains(layer.Name))];
        ranking = order;
        int count = budget.Layers is { } given
            ? Math.Min(given, order.Length)
            : Fewest(order.Length, number => Reached(order.Take(number).Select(layer => layer.Name)) >= budget.SqnrDb!.Value);
        LayerSensitivity[] chosen = [.. order.Take(count)];
        HashSet<string> names = [.. chosen.Select(layer => layer.Name)];
        HashSet<string> all = WithIslands(names);
        IEnumerable<FloatLayer> islands = order.Where(layer => !names.Contains(layer.Name) && all.Contains(layer.Name))
            .Select(layer => new FloatLayer(layer.Name, layer.SqnrDb, "it lies between layers in float: the way to bytes and back would cost more than they save"));
        return [.. chosen.Select(layer => new FloatLayer(layer.Name, layer.SqnrDb, Reason(quantizer, layer))), .. islands];
    }

    /// <summary>The least number that is enough, where more is never worse; a quarter of all when even that is not: what is gained beyond is float's own.</summary>
    private static int Fewest(int layers, Func<int, bool> isEnough)
    {
        int enough = (layers + 3) / 4;
        if (!isEnough(enough))
            return enough;
        int low = 0;
        while (enough - low > 1)
        {
            int middle = (low + enough) / 2;
            if (isEnough(middle))
                enough = middle;
            else
                low = middle;
        }

        return enough;
    }

    private static string Reason(Quantizer quantizer, LayerSensitivity layer)
    {
        NodeProto node = quantizer.Float.Nodes.First(candidate => candidate.Name == layer.Name);
        string harm = $"alone it takes the outputs to {layer.SqnrDb:0.0} dB";
        // What a Relu that is part of the layer leaves is what is quantized.
        string own = node.Output[0];
        string result = !quantizer.Statistics.ContainsKey(own) && quantizer.Float.Consumers(own) is [NodeProto cut, ..] ? cut.Output[0] : own;
        foreach ((string value, string what) in new[] { (node.Input[0], "input"), (result, "result") })
        {
            if (!quantizer.Statistics.TryGetValue(value, out ValueStatistics? statistics) || statistics.ChannelMaximum.Length < 2)
                continue;
            float[] sorted = [.. statistics.ChannelMaximum.Order()];
            float median = sorted[sorted.Length / 2];
            if (sorted[^1] > BadSpread * median)
                return $"{harm}: one scale for its {what} loses the small channels (largest {sorted[^1]:0.#}, half of them below {median:0.##})";
        }

        return harm;
    }
}
