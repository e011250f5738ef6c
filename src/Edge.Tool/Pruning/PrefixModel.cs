using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Runs only that part of a graph that some of its values need.</summary>
internal static class PrefixModel
{
    /// <summary>Opens the part of <paramref name="model"/> that makes <paramref name="values"/>, which are its only outputs.</summary>
    public static GraphRunner Open(OnnxModel model, IEnumerable<string> values)
    {
        OnnxModel part = model.Clone();
        part.Graph.Output.Clear();
        part.Graph.Output.AddRange(values.Distinct().Select(value => new ValueInfoProto { Name = value }));
        part.Touch();
        GraphCleanup.DropUnused(part);
        return part.Open(new GraphRunnerOptions());
    }
}
