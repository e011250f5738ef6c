using System.Globalization;
using Spectre.Console;

namespace Edge.Tool.Pruning;

/// <summary>What <c>model prune</c> prints.</summary>
internal static class PruneText
{
    /// <summary>Tables for people.</summary>
    public static void Print(IAnsiConsole console, PruneResult result, string output)
    {
        Table groups = new Table().Title("Channels").AddColumn("group").AddColumn(Right("before")).AddColumn(Right("after")).AddColumn("made by").AddColumn("taken by");
        foreach (GroupOutcome outcome in result.Groups)
        {
            groups.AddRow(
                outcome.Group.Name.EscapeMarkup(), outcome.Before.ToString(CultureInfo.InvariantCulture), outcome.After.ToString(CultureInfo.InvariantCulture),
                Short(outcome.Group.Makers), Short(outcome.Group.Takers));
        }

        console.Write(groups);
        foreach (IGrouping<string, FrozenLayer> same in result.Frozen.GroupBy(layer => layer.Reason))
            console.MarkupLineInterpolated($"stays whole: {string.Join(", ", same.Select(layer => $"{layer.Name} ({layer.Channels})"))}: {same.Key}");
        if (result.Layers.Count > 0)
            console.Write(Errors(result));
        console.Write(Costs(result));
        if (result.Latency is { } latency)
            console.MarkupLineInterpolated($"one run: {latency.DenseMs:0.00} ms dense, {latency.PrunedMs:0.00} ms pruned ({latency.Factor:0.000})");
        console.MarkupLineInterpolated($"difference from the dense model: {result.DamageBefore:0.000} after cutting, {result.DamageAfter:0.000} now (0 none, 1 nothing left)");
        console.MarkupLineInterpolated($"written: {output}");
    }

    /// <summary>The same for machines.</summary>
    public static object ToJson(PruneResult result, string output, int pictures, PruneOptions options) => new
    {
        output,
        pictures,
        importance = options.Importance switch { Importance.BnScale => "bn-scale", var other => other.ToString().ToLowerInvariant() },
        reconstructed = options.Reconstruct,
        before = Figures(result.Before),
        after = Figures(result.After),
        macs = (double)result.After.Macs / result.Before.Macs,
        damageBefore = result.DamageBefore,
        damageAfter = result.DamageAfter,
        latency = result.Latency is { } latency ? new { denseMs = latency.DenseMs, prunedMs = latency.PrunedMs, factor = latency.Factor } : null,
        groups = result.Groups.Select(outcome => new { name = outcome.Group.Name, before = outcome.Before, after = outcome.After, makers = outcome.Group.Makers, takers = outcome.Group.Takers }),
        frozen = result.Frozen.Select(layer => new { name = layer.Name, channels = layer.Channels, reason = layer.Reason }),
        layers = result.Layers.Select(layer => new { name = layer.Name, errorBefore = layer.Before, errorAfter = layer.After }),
    };

    private static object Figures(ModelFigures figures) => new { macs = figures.Macs, parameters = figures.Parameters, sizeBytes = figures.SizeBytes };

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Short(IReadOnlyList<string> names) =>
        (names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(2))} and {names.Count - 2} more").EscapeMarkup();

    private static Table Errors(PruneResult result)
    {
        Table table = new Table().Title("Squared error of each layer's output, relative to its variance").AddColumn("layer").AddColumn(Right("before")).AddColumn(Right("after"));
        foreach (LayerError layer in result.Layers)
            table.AddRow(layer.Name.EscapeMarkup(), layer.Before.ToString("0.0000"), layer.After.ToString("0.0000"));
        return table;
    }

    private static Table Costs(PruneResult result)
    {
        Table table = new Table().AddColumn("").AddColumn(Right("before")).AddColumn(Right("after")).AddColumn(Right("left"));
        void Add(string name, long before, long after, double unit, string format) => table.AddRow(
            name, (before / unit).ToString(format, CultureInfo.InvariantCulture), (after / unit).ToString(format, CultureInfo.InvariantCulture), (100.0 * after / Math.Max(before, 1)).ToString("0.0") + " %");
        Add("MMACs", result.Before.Macs, result.After.Macs, 1e6, "0.0");
        Add("parameters", result.Before.Parameters, result.After.Parameters, 1, "#,0");
        Add("file, KiB", result.Before.SizeBytes, result.After.SizeBytes, 1024, "#,0");
        return table;
    }
}
