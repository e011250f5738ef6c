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
        List<List<LinearLayer>> levels = Levels(graph, kept, pruned);
        Dictionary<string, NodeProto> nodes = pruned.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        List<LayerError> errors = [];
        int done = 0;
        foreach (List<LinearLayer> level in levels)
        {
            LayerFit[] fits = [.. level.Select(layer => new LayerFit(pruned, nodes[layer.Name], layer, kept.Places(layer.Outputs)))];
            Collect(graph, pruned, fits, pictures);
            errors.AddRange(fits.Select(fit => fit.Solve(pruned, ridge)));
            report("Reconstructing layers", ++done, levels.Count);
        }

        return errors;
    }

    private static void Collect(CoupledGraph graph, OnnxModel pruned, LayerFit[] fits, CalibrationSet pictures)
    {
        HashSet<string> fed = [.. pruned.Inputs.Select(input => input.Name)];
        using GraphRunner before = PrefixModel.Open(pruned, fits.Select(fit => fit.Input).Where(value => !fed.Contains(value)));
        using GraphRunner dense = PrefixModel.Open(graph.Model, fits.Select(fit => fit.Output));
        Random random = new(1);
        foreach (GraphTensor input in pictures.Inputs())
        {
            using GraphRun prunedRun = before.Run([input]);
            using GraphRun denseRun = dense.Run([input]);
            foreach (LayerFit fit in fits)
                fit.Add(prunedRun, denseRun, random);
        }
    }

    /// <summary>The layers that something removed reaches, sorted so that no layer needs another of its level.</summary>
    private static List<List<LinearLayer>> Levels(CoupledGraph graph, KeptChannels kept, OnnxModel pruned)
    {
        Dictionary<string, LinearLayer> layers = graph.Layers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        Dictionary<string, int> depths = new(StringComparer.Ordinal);
        List<List<LinearLayer>> levels = [];
        foreach (NodeProto node in pruned.Nodes)
        {
            int depth = node.Input.Select(input => depths.GetValueOrDefault(input)).DefaultIfEmpty().Max();
            if (layers.TryGetValue(node.Name, out LinearLayer? layer))
            {
                bool hasLost = layer.MakesChannels && kept.Count(layer.Inputs) < layer.Inputs.Length;
                if ((hasLost || depth > 0) && LayerFit.CanFit(pruned, node, layer))
                {
                    while (levels.Count <= depth)
                        levels.Add([]);
                    levels[depth].Add(layer);
                    depth++;
                }
                else if (hasLost)
                {
                    depth++;
                }
            }

            foreach (string output in node.Output.Where(_ => depth > 0))
                depths[output] = depth;
        }

        return [.. levels.Where(level => level.Count > 0)];
    }
}
