using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>
/// Prunes a model: 1. clean it up and fold its batch norms, 2. find which channels hang together, 3. look at its activations,
/// 4. measure how sensitive its outputs are to each group, 5. choose channels up to the target, 6. cut them out,
/// 7. fit the weights that are left, layer by layer.
/// </summary>
internal sealed class Pruner
{
    private const int LatencyRounds = 6;
    private const int LatencyRuns = 40;
    private readonly PruneOptions _options;
    private readonly CalibrationSet _pictures;
    private readonly StepReport _report;
    private readonly TimeProvider _time;

    /// <summary>A pruner.</summary>
    /// <param name="options">How.</param>
    /// <param name="pictures">What the model is expected to see.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="time">Clock for latency targets; the system's when null.</param>
    public Pruner(PruneOptions options, CalibrationSet pictures, StepReport report, TimeProvider? time = null)
    {
        _options = options;
        _pictures = pictures;
        _report = report;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Prunes <paramref name="original"/>, which is not changed.</summary>
    /// <param name="original">The dense model.</param>
    /// <param name="measureOf">Makes the measure of damage for the dense model.</param>
    /// <exception cref="ModelRefusedException">The model is damaged, nothing of it can be pruned, or the target can't be reached.</exception>
    public PruneResult Run(OnnxModel original, Func<OnnxModel, IDamageMeasure> measureOf)
    {
        if (_options.Macs is not { } macs || _options.Rounds <= 1)
            return Once(original, measureOf, _options.Macs, previous: null, null);

        // Little by little: after each round, what is worth what is looked at again in what is left. Sensitivity is against the model that
        // the round began with, since damage that is done already would hide the differences; what is reported is against the first.
        IDamageMeasure? whole = null;
        PruneResult? first = null, last = null;
        for (int round = 1; round <= _options.Rounds; round++)
        {
            double target = Math.Pow(macs, (double)round / _options.Rounds) * (first is null ? 1 : first.Before.Macs / (double)last!.After.Macs);
            if (target >= 1)
                continue;
            last = Once(last?.Model ?? original, Measure, target, last?.Cut, whole);
            first ??= last;
        }

        return Whole(first!, last!);

        IDamageMeasure Measure(OnnxModel dense)
        {
            IDamageMeasure measure = measureOf(dense);
            whole ??= measure;
            return measure;
        }
    }

    /// <summary>The last round's model with the first one's figures.</summary>
    private static PruneResult Whole(PruneResult first, PruneResult last)
    {
        Dictionary<string, int> after = last.Groups.GroupBy(outcome => outcome.Group.Name).ToDictionary(same => same.Key, same => same.Sum(outcome => outcome.After), StringComparer.Ordinal);
        Dictionary<string, int> halfway = first.Groups.GroupBy(outcome => outcome.Group.Name).ToDictionary(same => same.Key, same => same.Sum(outcome => outcome.Before), StringComparer.Ordinal);
        return last with
        {
            Before = first.Before,
            Groups = [.. first.Groups.DistinctBy(outcome => outcome.Group.Name)
                .Select(outcome => outcome with { Before = halfway[outcome.Group.Name], After = after.GetValueOrDefault(outcome.Group.Name, outcome.After) })],
            Frozen = first.Frozen,
        };
    }

    private PruneResult Once(OnnxModel original, Func<OnnxModel, IDamageMeasure> measureOf, double? macs, OnnxModel? previous, IDamageMeasure? reported)
    {
        PreparedModel prepared = PreparedModel.Of(original);
        ValueShapes shapes = ValueShapes.Infer(prepared.Model);
        foreach (string name in _options.Keep.Where(name => prepared.Model.Nodes.All(node => node.Name != name)))
            throw new ModelRefusedException($"model '{original.Origin}' has no node '{name}' to keep; 'edgectl model inspect' lists them");
        CoupledGraph graph = CouplingAnalysis.Run(prepared.Model, shapes, _options.Keep);
        PruneGroups groups = PruneGroups.Of(graph);
        if (groups.Groups.Count == 0)
            throw new ModelRefusedException($"model '{original.Origin}': nothing can be pruned; {Reasons(groups)}");

        Dictionary<string, NormalEquations> statistics = LayerStatistics.Collect(graph, _pictures, _report);
        IDamageMeasure measure = measureOf(prepared.Model);
        ReconstructionScore adjusting = ReconstructionScore.Of(graph, statistics, _options.Ridge);
        IRemovalScore score = _options.Importance switch
        {
            Importance.Magnitude => FixedScores.Magnitude(graph, groups),
            Importance.BnScale => FixedScores.BnScale(graph, groups, prepared),
            Importance.Activation => FixedScores.Activation(graph, groups, statistics),
            _ => adjusting,
        };
        GroupPrice[] prices = _options.Scan
            ? SensitivityScan.Run(graph, groups, score, _options.Reconstruct ? adjusting : null, measure, _report)
            : [.. groups.Groups.Select(_ => GroupPrice.Identity)];

        (ChannelSelection selection, IRemovalScore state) = Choose(graph, groups, score, prices, macs);
        OnnxModel cut = GraphSlicer.Slice(previous is null ? graph : Again(previous), selection.Kept);
        reported ??= measure;
        double damageBefore = reported.Of(cut);
        OnnxModel pruned = GraphSlicer.Slice(graph, selection.Kept);
        IReadOnlyList<LayerError> errors = [];
        if (_options.Reconstruct)
        {
            pruned = GraphSlicer.Slice(graph, selection.Kept, Compensation.Of(graph, groups, selection.Kept, state, adjusting));
            errors = Reconstruction.Run(graph, selection.Kept, pruned, _pictures, _options.Ridge, _report);
        }

        return new PruneResult
        {
            Model = pruned,
            Cut = cut,
            Before = Figures(original, prepared.Model, shapes),
            After = Figures(pruned, pruned, ValueShapes.Infer(pruned)),
            Groups = [.. groups.Groups.Select(group => new GroupOutcome(group, group.Units.Count, group.Units.Count(selection.Kept.Keeps)))],
            Frozen = groups.Frozen,
            Layers = errors,
            DamageBefore = damageBefore,
            DamageAfter = _options.Reconstruct ? reported.Of(pruned) : damageBefore,
            Latency = _options.Latency is null ? null : PairedLatency.Measure(graph.Model, pruned, _options.Threads, LatencyRuns, _time),
        };
    }

    /// <summary>The same graph with other weights: the same channels have the same variables.</summary>
    private CoupledGraph Again(OnnxModel cut)
    {
        OnnxModel model = PreparedModel.Of(cut).Model;
        return CouplingAnalysis.Run(model, ValueShapes.Infer(model), _options.Keep);
    }

    private (ChannelSelection Selection, IRemovalScore State) Choose(CoupledGraph graph, PruneGroups groups, IRemovalScore score, GroupPrice[] prices, double? part)
    {
        if (_options.Latency is not { } target)
            return Select(graph, groups, score, prices, part ?? throw new InvalidOperationException("no target"));

        // Time falls with multiply-accumulates, but not in proportion: halve the interval in which the right number must lie.
        (double low, double high) = (0.05, 1);
        (ChannelSelection, IRemovalScore)? best = null;
        double asked = 0, reached = 1;
        for (int round = 0; round < LatencyRounds; round++)
        {
            double macs = (low + high) / 2;
            (ChannelSelection Selection, IRemovalScore State)? tried = TrySelect(graph, groups, score, prices, macs);
            if (tried is not { } found)
            {
                low = macs;
                continue;
            }

            PairedLatency latency = PairedLatency.Measure(graph.Model, GraphSlicer.Slice(graph, found.Selection.Kept), _options.Threads, LatencyRuns, _time);
            asked = target.FactorOf(latency.DenseMs);
            _report($"Measuring latency ({macs:0.000} of the MACs take {latency.Factor:0.000} of the time)", round + 1, LatencyRounds);
            reached = Math.Min(reached, latency.Factor);
            if (latency.Factor <= asked)
                (best, low) = (found, macs);
            else
                high = macs;
        }

        return best ?? throw new ModelRefusedException($"the model can't be brought to {asked:0.000} of its time; the least measured is {reached:0.000} (--min-channels bounds how far a layer may shrink)");
    }

    private (ChannelSelection Selection, IRemovalScore State) Select(CoupledGraph graph, PruneGroups groups, IRemovalScore score, GroupPrice[] prices, double macs) =>
        TrySelect(graph, groups, score, prices, macs)
        ?? throw new ModelRefusedException($"the model can't be brought to {macs:0.000} of its multiply-accumulates: what may go is not enough (--min-channels bounds how far a layer may shrink; {Reasons(groups)})");

    private (ChannelSelection Selection, IRemovalScore State)? TrySelect(CoupledGraph graph, PruneGroups groups, IRemovalScore score, GroupPrice[] prices, double macs)
    {
        IRemovalScore state = score.Clone();
        ChannelSelection selection = new(graph, groups, state, _options.Selection);
        // What is no layer's (products of two computed values) stays, and has to be made up for.
        long fixedMacs = GraphCost.Of(graph.Model, graph.Shapes).Macs - graph.Macs(graph.KeepAll());
        long target = (long)(macs * (graph.Macs(graph.KeepAll()) + fixedMacs)) - fixedMacs;
        return selection.ReduceTo(target, prices) ? (selection, state) : null;
    }

    private static string Reasons(PruneGroups groups) => groups.Frozen.Count == 0
        ? "it has no layers whose channels could go"
        : "what stays: " + string.Join("; ", groups.Frozen.GroupBy(layer => layer.Reason).Select(same => $"{same.Count()} layers, {same.Key}").Take(4));

    private static ModelFigures Figures(OnnxModel file, OnnxModel counted, ValueShapes shapes)
    {
        GraphCost cost = GraphCost.Of(counted, shapes);
        return new ModelFigures(cost.Macs, cost.Parameters, file.ToBytes().LongLength);
    }
}
