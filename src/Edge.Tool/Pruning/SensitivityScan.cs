using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Prunes each group by itself, and measures what that does to the model's outputs: what a group's costs are worth.</summary>
internal static class SensitivityScan
{
    /// <summary>Parts of a group's channels that are taken for the measurements.</summary>
    private static readonly double[] Parts = [0.2, 0.45];

    /// <summary>A price for each group.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="score">Costs before anything is removed; not changed.</param>
    /// <param name="measure">Measures the damage.</param>
    /// <param name="adjusting">Adjusts weights, where they are to be; not changed.</param>
    /// <param name="report">Told how far it is.</param>
    public static GroupPrice[] Run(
        CoupledGraph graph, PruneGroups groups, IRemovalScore score, ReconstructionScore? adjusting, IDamageMeasure measure, StepReport report)
    {
        GroupPrice[] prices = new GroupPrice[groups.Groups.Count];
        for (int group = 0; group < prices.Length; group++)
        {
            List<(double, double)> points = [];
            foreach (double part in Parts)
            {
                int count = (int)Math.Round(groups.Groups[group].Units.Count * part);
                if (count > 0 && count < groups.Groups[group].Units.Count)
                    points.Add(Try(graph, groups, score, adjusting, measure, group, count));
            }

            prices[group] = new GroupPrice(points);
            report("Measuring how sensitive each group is", group + 1, prices.Length);
        }

        return prices;
    }

    private static (double Cost, double Damage) Try(
        CoupledGraph graph, PruneGroups groups, IRemovalScore score, ReconstructionScore? adjusting, IDamageMeasure measure, int group, int count)
    {
        IRemovalScore own = score.Clone();
        ChannelSelection selection = new(graph, groups, own, new SelectionOptions { RoundTo = 1 });
        double cost = selection.Remove(group, count);
        Dictionary<(string, int), float[]>? weights = Compensation.Of(graph, groups, selection.Kept, own, adjusting);
        OnnxModel pruned = GraphSlicer.Slice(graph, selection.Kept, weights);
        return (cost, measure.Of(pruned));
    }
}
