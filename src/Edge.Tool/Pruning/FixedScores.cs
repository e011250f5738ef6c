using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>
/// Importances that are read off weights or activations. Of each group, a channel's cost is its part of the group's energy,
/// so that groups compare: removing half of the energy costs a half, whatever the layer.
/// </summary>
internal static class FixedScores
{
    /// <summary>By the size of the weights: of all layers that make or take a channel, each layer's own mean taken as 1.</summary>
    public static FixedScore Magnitude(CoupledGraph graph, PruneGroups groups)
    {
        Dictionary<string, NodeProto> nodes = graph.Model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Dictionary<int, double> energy = [];
        foreach (LinearLayer layer in graph.Layers.Where(layer => layer.MakesChannels && graph.Model.Initializer(nodes[layer.Name].Input[1])?.IsFloat() == true))
        {
            float[] weights = LayerWeights.Read(graph.Model, nodes[layer.Name]);
            double[] made = new double[layer.Outputs.Length], taken = new double[layer.Inputs.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                double square = (double)weights[i] * weights[i];
                made[i / (layer.Inputs.Length * layer.Taps)] += square;
                taken[i / layer.Taps % layer.Inputs.Length] += square;
            }

            Accumulate(graph, layer.Outputs, made, energy);
            Accumulate(graph, layer.Inputs, taken, energy);
        }

        return Normalised(groups, energy);
    }

    /// <summary>By the scales of batch norms.</summary>
    /// <exception cref="ModelRefusedException">The model has none.</exception>
    public static FixedScore BnScale(CoupledGraph graph, PruneGroups groups, PreparedModel prepared)
    {
        Dictionary<string, NodeProto> nodes = graph.Model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Dictionary<int, double> energy = [];
        foreach (LinearLayer layer in graph.Layers)
        {
            if (prepared.NormScales.TryGetValue(nodes[layer.Name].Output[0], out float[]? scales) && scales.Length == layer.Outputs.Length)
                Accumulate(graph, layer.Outputs, [.. scales.Select(scale => (double)scale * scale)], energy);
        }

        if (energy.Count == 0)
            throw new ModelRefusedException($"model '{graph.Model.Origin}' has no batch norms behind its convolutions (exporters fold them); allowed: --importance reconstruction, activation, magnitude");
        // A group without a norm costs what an average one does.
        foreach (int unit in groups.Groups.SelectMany(group => group.Units))
            energy.TryAdd(unit, 1);
        return Normalised(groups, energy);
    }

    /// <summary>By the mean square of the activations that the layers take.</summary>
    public static FixedScore Activation(CoupledGraph graph, PruneGroups groups, IReadOnlyDictionary<string, NormalEquations> statistics)
    {
        Dictionary<int, double> energy = [];
        foreach (LinearLayer layer in graph.Layers.Where(layer => statistics.ContainsKey(layer.Name)))
            Accumulate(graph, layer.Inputs, statistics[layer.Name].InputPower(), energy);
        return Normalised(groups, energy);
    }

    private static void Accumulate(CoupledGraph graph, int[] channels, double[] energies, Dictionary<int, double> total)
    {
        double mean = energies.Average();
        for (int i = 0; i < channels.Length && mean > 0; i++)
        {
            int unit = graph.Variables.Find(channels[i]);
            total[unit] = total.GetValueOrDefault(unit) + (energies[i] / mean);
        }
    }

    private static FixedScore Normalised(PruneGroups groups, Dictionary<int, double> energy)
    {
        Dictionary<int, double> costs = [];
        foreach (PruneGroup group in groups.Groups)
        {
            double total = group.Units.Sum(unit => energy.GetValueOrDefault(unit));
            foreach (int unit in group.Units)
                costs[unit] = total > 0 ? energy.GetValueOrDefault(unit) / total : 0;
        }

        return new FixedScore(costs);
    }
}
