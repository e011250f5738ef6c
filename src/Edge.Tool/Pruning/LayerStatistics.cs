using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Mean and covariance of the inputs of each layer over calibration pictures, by the layer's name.</summary>
internal static class LayerStatistics
{
    /// <summary>Layers with more inputs get the variances only: a covariance would take too long to invert.</summary>
    public const int MostInputs = 1536;

    /// <summary>Numbers multiplied for one layer and one picture; places in the picture are sampled beyond.</summary>
    private const double Budget = 2e8;

    /// <summary>Runs the graph over all pictures.</summary>
    /// <returns>Equations without outputs, which hold the sums; for a layer in sets, of one set, with the samples of all.</returns>
    public static Dictionary<string, NormalEquations> Collect(CoupledGraph graph, CalibrationSet pictures, StepReport report)
    {
        LinearLayer[] layers = [.. graph.Layers.Where(layer => layer.MakesChannels && layer.Inputs.Length <= MostInputs)];
        Dictionary<string, NodeProto> nodes = graph.Model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Dictionary<string, NormalEquations> statistics = layers.ToDictionary(layer => layer.Name, layer => new NormalEquations(layer.Inputs.Length, 0), StringComparer.Ordinal);
        using GraphRunner runner = PrefixModel.Open(graph.Model, layers.Select(layer => nodes[layer.Name].Input[0]).Where(value => graph.Model.Inputs.All(input => input.Name != value)));
        int done = 0;
        foreach (GraphTensor input in pictures.Inputs())
        {
            using GraphRun run = runner.Run([input]);
            Random random = new(done);
            foreach (LinearLayer layer in layers)
            {
                string value = nodes[layer.Name].Input[0];
                if (!run.Names.Contains(value))
                    continue;
                ChannelRows rows = ChannelRows.Of(run.Shape(value), nodes[layer.Name].OpType);
                int most = (int)Math.Clamp(Budget / ((double)layer.Inputs.Length * layer.Inputs.Length), 64, Sampling.PerPicture(pictures.Count));
                int[] places = Sampling.Places(rows.Positions, most, random);
                float[] weights = pictures.Weights(done, run.Shape(value).Sizes, places);
                ReadOnlySpan<float> values = run.Values<float>(value);
                for (int first = 0; first < rows.Channels; first += layer.Inputs.Length)
                    statistics[layer.Name].Add(rows.Gather(values, first, layer.Inputs.Length, places), [], places.Length, weights);
            }

            report("Looking at activations", ++done, pictures.Count);
        }

        return statistics;
    }
}
