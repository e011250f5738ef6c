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
            HashSet<string> all = [.. excluded, .. layers];
            all.UnionWith(neighbours.Islands(all));
            return all;
        }

        double Reached(IEnumerable<string> layers) => comparison.SqnrDb(quantizer.Build(WithIslands(layers)));
        if (budget.Layers is 0 || (budget.SqnrDb is { } wanted && Reached([]) >= wanted))
            return [];
        LayerSensitivity[] order = [.. SensitivityPass.Run(quantizer, comparison, report).Where(layer => !excluded.Contains(layer.Name))];
        ranking = order;
        int count = budget.Layers is { } given
            ? Math.Min(given, order.Length)
            : Fewest(order.Length, number => Reached(order.Take(number).Select(layer => layer.Name)) >= budget.SqnrDb!.Value);
        LayerSensitivity[] chosen = [.. order.Take(count)];
        HashSet<string> names = [.. chosen.Select(layer => layer.Name)];
        IEnumerable<FloatLayer> islands = order.Where(layer => !names.Contains(layer.Name) && WithIslands(names).Contains(layer.Name))
            .Select(layer => new FloatLayer(layer.Name, layer.SqnrDb, "it lies between layers in float: the way to bytes and back would cost more than they save"));
        return [.. chosen.Select(layer => new FloatLayer(layer.Name, layer.SqnrDb, Reason(quantizer, layer))), .. islands];
    }

    /// <summary>The least number that is enough, where more is never worse; half of all when none is, since a model in float needs no quantization.</summary>
    private static int Fewest(int layers, Func<int, bool> isEnough)
    {
        int most = (layers + 1) / 2;
        int enough = 1;
        while (enough < most && !isEnough(enough))
            enough *= 2;
        if (enough >= most)
            return most;
        int low = enough / 2;
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
        foreach ((string value, string what) in new[] { (node.Input[0], "input"), (node.Output[0], "result") })
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
