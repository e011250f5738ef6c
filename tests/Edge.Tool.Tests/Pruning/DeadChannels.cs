using Edge.Tool.Onnx;
using Edge.Tool.Pruning;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Pruning;

/// <summary>
/// The property that every coupling must have: when nobody looks at some channels (their weights in all layers that take them are zero),
/// the model without them gives the same as the model with them.
/// </summary>
internal static class DeadChannels
{
    /// <summary>Removes some channels of each group, and checks that nothing changes.</summary>
    /// <returns>The groups, and the pruned model.</returns>
    public static (PruneGroups Groups, OnnxModel Pruned) AssertRemovable(OnnxModel original, int seed)
    {
        (CoupledGraph graph, PruneGroups groups) = Analyse(original);
        KeptChannels kept = graph.KeepAll();
        Random random = new(seed);
        foreach (PruneGroup group in groups.Groups)
        {
            foreach (int unit in group.Units.Skip(1).Where(_ => random.Next(2) == 0))
                kept.Remove(unit);
        }

        Blind(graph, kept);
        OnnxModel pruned = GraphSlicer.Slice(graph, kept);
        AssertSame(graph.Model, pruned, seed);
        Assert.True(groups.Groups.Count == 0 || graph.Macs(kept) <= graph.Macs(graph.KeepAll()));
        Assert.Equal(GraphCost.Of(pruned, ValueShapes.Infer(pruned)).Macs, graph.Macs(kept) + (GraphCost.Of(graph.Model, graph.Shapes).Macs - graph.Macs(graph.KeepAll())));
        return (groups, pruned);
    }

    public static (CoupledGraph Graph, PruneGroups Groups) Analyse(OnnxModel original, params string[] keep)
    {
        OnnxModel model = PreparedModel.Of(original).Model;
        CoupledGraph graph = CouplingAnalysis.Run(model, ValueShapes.Infer(model), keep);
        return (graph, PruneGroups.Of(graph));
    }

    public static void AssertSame(OnnxModel expected, OnnxModel actual, int seed)
    {
        using GraphRunner first = expected.Open(new GraphRunnerOptions()), second = actual.Open(new GraphRunnerOptions());
        IReadOnlyList<int> sizes = first.Inputs[0].Sizes;
        GraphTensor input = GraphTensor.Of(first.Inputs[0].Name, sizes, TestGraphs.Noise(sizes.Aggregate(1, (product, size) => product * size), seed));
        using GraphRun wanted = first.Run([input]), got = second.Run([input]);
        foreach (string output in wanted.Names)
        {
            Assert.Equal(wanted.Shape(output).Sizes, got.Shape(output).Sizes);
            float[] a = wanted.Values<float>(output).ToArray(), b = got.Values<float>(output).ToArray();
            float scale = Math.Max(1e-3f, a.Max(MathF.Abs));
            for (int i = 0; i < a.Length; i++)
                Assert.True(MathF.Abs(a[i] - b[i]) <= 1e-4f * scale, $"{output}[{i}]: {a[i]} with the channels, {b[i]} without them");
        }
    }

    private static void Blind(CoupledGraph graph, KeptChannels kept)
    {
        foreach (LinearLayer layer in graph.Layers.Where(layer => layer.MakesChannels))
        {
            NodeProto node = graph.Model.Nodes.Single(node => node.Name == layer.Name);
            float[] weights = LayerWeights.Read(graph.Model, node);
            for (int i = 0; i < weights.Length; i++)
            {
                if (!kept.Keeps(layer.Inputs[i / layer.Taps % layer.Inputs.Length]))
                    weights[i] = 0;
            }

            TensorProto old = graph.Model.Initializer(node.Input[1])!;
            graph.Model.SetInitializer(TensorValues.Of(old.Name, LayerWeights.ToOwnOrder(graph.Model, node, weights), [.. old.Dims]));
        }
    }
}
