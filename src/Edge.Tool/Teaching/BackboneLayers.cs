using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Teaching;

/// <summary>Which values of a graph are features of patches: [1 x channels x rows x columns], in the middle of the network.</summary>
internal static class BackboneLayers
{
    private const int FineStride = 8;
    private const int CoarseStride = 16;
    private const int MostListed = 12;

    /// <summary>The values that are meant.</summary>
    /// <param name="model">The graph, its input's size fixed.</param>
    /// <param name="named">What the user named; empty for the graph's own outputs where they are maps, otherwise the last value with 8 pixels a patch and the last with 16.</param>
    /// <param name="shapes">Sizes of all values.</param>
    /// <exception cref="ModelRefusedException">A name is none of a map, or nothing fits.</exception>
    public static IReadOnlyList<string> Choose(OnnxModel model, IReadOnlyList<string> named, ValueShapes shapes)
    {
        if (named.Count > 0)
        {
            foreach (string name in named)
            {
                if (!IsMap(shapes.Find(name)))
                    throw new ModelRefusedException($"--layers: '{name}' {(shapes.Find(name) is { } shape ? $"is {shape}" : "is no value of the graph")}; allowed are values [1 x channels x rows x columns], for example {string.Join(", ", Maps(model, shapes).TakeLast(MostListed))}");
            }

            return named;
        }

        if (model.Outputs.All(output => IsMap(shapes.Find(output)) && Stride(model, shapes, output) is >= 2 and <= CoarseStride))
            return model.Outputs;
        Dictionary<string, int> deepest = Deepest(model, shapes);
        string[] chosen = [.. new[] { FineStride, CoarseStride }
            .Select(stride => Maps(model, shapes).LastOrDefault(value => Stride(model, shapes, value) == stride && deepest[value] == stride))
            .OfType<string>()];
        return chosen.Length > 0
            ? chosen
            : throw new ModelRefusedException($"model '{model.Origin}' has no value of {FineStride} or {CoarseStride} pixels a patch; name layers with --layers, for example {string.Join(", ", Maps(model, shapes).Take(MostListed))}");
    }

    /// <summary>Pixels of the input from one row of the value to the next; 0 when it is no whole number.</summary>
    public static int Stride(OnnxModel model, ValueShapes shapes, string value)
    {
        int height = shapes[model.Inputs[0].Name].Sizes[2], rows = shapes[value].Sizes[2];
        return (int)Math.Round((double)height / rows);
    }

    private static bool IsMap(TensorShape? shape) => shape is { Type: "Float" } && shape.Fits(1, -1, -1, -1) && shape.Sizes[2] > 1 && shape.Sizes[3] > 1;

    private static IEnumerable<string> Maps(OnnxModel model, ValueShapes shapes) =>
        model.Nodes.Select(node => node.Output[0]).Where(value => IsMap(shapes.Find(value)));

    /// <summary>The coarsest map on the way to each value: what comes after a coarser one was drawn up again and is no early feature.</summary>
    private static Dictionary<string, int> Deepest(OnnxModel model, ValueShapes shapes)
    {
        Dictionary<string, int> deepest = new(StringComparer.Ordinal);
        foreach (NodeProto node in model.Nodes)
        {
            int before = node.Input.Select(input => deepest.GetValueOrDefault(input)).DefaultIfEmpty(0).Max();
            foreach (string output in node.Output.Where(output => output.Length > 0))
                deepest[output] = Math.Max(before, IsMap(shapes.Find(output)) ? Stride(model, shapes, output) : 0);
        }

        return deepest;
    }
}
