using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>
/// Fits the weights that are left, layer by layer in the order in which they run, so that each layer of the pruned model gives, on what the
/// layers before it give now, what the dense model's layer gave: errors of the layers before are taken back as far as a linear layer can
/// (He et al. 2017, "Channel Pruning for Accelerating Very Deep Neural Networks"). Layers that no removal reaches stay as they are.
/// </summary>
internal static class Reconstruction
{
    /// <summary>Most memory for results that are kept between layers, in bytes.</summary>
    private const long MostKeptBytes = 400L << 20;

    /// <summary>Fits <paramref name="pruned"/> in place.</summary>
    /// <param name="graph">The dense model.</param>
    /// <param name="kept">What the pruned model has of it.</param>
    /// <param name="pruned">The pruned model.</param>
    /// <param name="pictures">What it is fitted on.</param>
    /// <param name="ridge">See <see cref="NormalEquations.Solve"/>.</param>
    /// <param name="report">Told how far it is.</param>
    /// <returns>The layers that were fitted, in order.</returns>
    public static IReadOnlyList<LayerError> Run(CoupledGraph graph, KeptChannels kept, OnnxModel pruned, CalibrationSet pictures, double ridge, StepReport report)
    {
        (List<List<LinearLayer>> levels, Dictionary<string, int> stages) = Schedule(graph, kept, pruned);
        // The dense model is one step ahead: its layer's output is the target that the pruned one's is fitted to.
        Dictionary<string, int> denseStages = new(stages, StringComparer.Ordinal);
        for (int level = 0; level < levels.Count; level++)
        {
            foreach (LinearLayer layer in levels[level])
                denseStages[layer.Name] = level;
        }

        long bytes = Math.Max(StagedRun.BytesToKeep(graph.Model, graph.Shapes, denseStages, pictures.Count), StagedRun.BytesToKeep(graph.Model, graph.Shapes, stages, pictures.Count));
        StagedRun dense = new(denseStages, pictures, bytes <= MostKeptBytes / 2), current = new(stages, pictures, bytes <= MostKeptBytes / 2);
        Dictionary<string, NodeProto> nodes = pruned.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        List<LayerError> errors = [];
        for (int level = 0; level < levels.Count; level++)
        {
            LayerFit[] fits = [.. levels[level].Select(layer => new LayerFit(pruned, nodes[layer.Name], layer, kept.Places(layer.Outputs), pictures.Count))];
            Random random = new(level);
            if (fits.Length == 0)
            {
                // A layer that can't be fitted ends a level of its own: what it makes is still to be kept for the next.
                Exhaust(dense.Run(graph.Model, level, []));
                Exhaust(current.Run(pruned, level, []));
                continue;
            }

            IEnumerable<GraphRun> targets = dense.Run(graph.Model, level, [.. fits.Select(fit => fit.Output)]);
            int picture = 0;
            foreach ((GraphRun now, GraphRun target) in current.Run(pruned, level, [.. fits.Select(fit => fit.Input)]).Zip(targets))
            {
                foreach (LayerFit fit in fits)
                    fit.Add(now, target, random, (sizes, places) => pictures.Weights(picture, sizes, places));
                picture++;
            }

            errors.AddRange(fits.Select(fit => fit.Solve(pruned, ridge)));
            report("Reconstructing layers", level + 1, levels.Count);
        }

        return errors;
    }

    private static void Exhaust(IEnumerable<GraphRun> runs)
    {
        foreach (GraphRun _ in runs)
        {
            // Running is what it is for.
        }
    }

    /// <summary>
    /// The layers that something removed reaches, by level: none needs another of its level. And the stage of each node: a layer that is
    /// fitted at a level runs in the stage after it, with its new weights.
    /// </summary>
    private static (List<List<LinearLayer>> Levels, Dictionary<string, int> Stages) Schedule(CoupledGraph graph, KeptChannels kept, OnnxModel pruned)
    {
        Dictionary<string, LinearLayer> layers = graph.Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        Dictionary<string, int> depths = new(StringComparer.Ordinal), stages = new(StringComparer.Ordinal);
        List<List<LinearLayer>> levels = [];
        foreach (NodeProto node in pruned.Nodes)
        {
            // Depth 0 is what no removal reaches.
            int depth = node.Input.Select(input => depths.GetValueOrDefault(input)).DefaultIfEmpty().Max();
            if (layers.TryGetValue(node.Name, out LinearLayer? layer))
            {
                bool hasLost = layer.MakesChannels && kept.Count(layer.Inputs) < layer.Inputs.Length;
                bool isFitted = (hasLost || depth > 0) && LayerFit.CanFit(pruned, node, layer);
                while (isFitted && levels.Count <= depth)
                    levels.Add([]);
                if (isFitted)
                    levels[depth].Add(layer);
                depth += isFitted || hasLost ? 1 : 0;
            }

            stages[node.Name] = depth;
            foreach (string output in node.Output)
                depths[output] = depth;
        }

        return (levels, stages);
    }
}
