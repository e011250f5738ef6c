using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>A graph as ONNX Runtime really runs it on the CPU.</summary>
internal static class OptimizedGraph
{
    /// <summary>Lets the runtime optimise the model and reads what came of it.</summary>
    /// <exception cref="ModelRefusedException">The runtime doesn't take it.</exception>
    public static OnnxModel Of(OnnxModel model)
    {
        string folder = Directory.CreateTempSubdirectory("edgectl-").FullName;
        try
        {
            string path = Path.Combine(folder, "optimized.onnx");
            model.Open(new GraphRunnerOptions { OptimizedModelPath = path }).Dispose();
            return OnnxModel.Load(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How many nodes of each operator there are, the most frequent first.</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> Count(OnnxModel model) =>
        [.. model.Nodes.GroupBy(node => node.OpType).Select(group => KeyValuePair.Create(group.Key, group.Count())).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
}
