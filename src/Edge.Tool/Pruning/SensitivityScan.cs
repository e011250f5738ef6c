using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Prunes each group by itself, and measures what that does to the model's outputs: what a group's costs are worth.</summary>
internal static class SensitivityScan
{
    /// <summary>Part of a group's channels that is taken for the measurement.</summary>
    private const double Part = 0.35;

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
        (double Cost, double Damage)[] points = new (double, double)[groups.Groups.Count];
        for (int group = 0; group < points.Length; group++)
        {
            int count = (int)Math.Round(groups.Groups[group].Units.Count * Part);
            if (count > 0 && count < groups.Groups[group].Units.Count)
                points[group] = Try(graph, groups, score, adjusting, measure, group, count);
            report("Measuring how sensitive each group is", group + 1, points.Length);
        }

        return Prices(points);
    }

    /// <summary>
    /// Prices from measurements on a few pictures: half-way, on a logarithmic scale, between what was measured and the middle of all groups.
    /// A group that happened not to matter on those pictures would otherwise be taken apart, and be missed on others.
    /// </summary>
    internal static GroupPrice[] Prices(IReadOnlyList<(double Cost, double Damage)> points)
    {
        double[] slopes = [.. points.Where(point => point is { Cost: > 0, Damage: > 0 }).Select(point => point.Damage / point.Cost).Order()];
        double middle = slopes.Length > 0 ? slopes[slopes.Length / 2] : 1;
        return [.. points.Select(point => point.Cost > 0
            ? new GroupPrice([(point.Cost, Math.Sqrt(Math.Max(point.Damage, 0.01 * middle * point.Cost) * middle * point.Cost))])
            : new GroupPrice([(1, middle)]))];
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
