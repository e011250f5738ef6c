
namespace Edge.Tool.Onnx;

/// <summary>
/// Writes a twofold nearest-neighbour Resize of one picture as that of a stack of one-channel pictures. It is the same, but ONNX Runtime's
/// fast kernel for it knows only channels that lie one after another, and the reshaping keeps the runtime from interleaving them there.
/// </summary>
internal static class NearestUpsampling
{
    /// <summary>Rewrites in place.</summary>
    /// <returns>How many were rewritten.</returns>
    public static int Apply(OnnxModel model)
    {
        NodeProto[] found = [.. model.Nodes.Where(node => IsTwofold(model, node))];
        if (found.Length == 0 || !ValueShapes.AreInputsFixed(model))
            return 0;
        ValueShapes shapes = ValueShapes.Infer(model);
        List<NodeProto> added = [];
        foreach (NodeProto node in found)
        {
            IReadOnlyList<int> from = shapes[node.Input[0]].Sizes;
            if (from.Count != 4 || from[0] != 1 || from[1] < 2)
                continue;
            string stacked = model.FreeName(node.Output[0] + "_stacked");
            string stretched = model.FreeName(node.Output[0] + "_stretched");
            added.Add(Reshape(model, node.Input[0], stacked, [from[1], 1, from[2], from[3]]));
            added.Add(Reshape(model, stretched, node.Output[0], [1, from[1], from[2] * 2, from[3] * 2]));
            string scales = model.FreeName(node.Output[0] + "_scales");
            model.Graph.Initializer.Add(TensorValues.Of(scales, (ReadOnlySpan<float>)[1, 1, 2, 2], 4));
            node.Input.Clear();
            node.Input.AddRange([stacked, "", scales]);
            node.Output[0] = stretched;
        }

        model.Graph.Node.AddRange(added);
        model.Touch();
        GraphCleanup.Sort(model);
        GraphCleanup.DropUnused(model);
        return added.Count / 2;
    }

    private static bool IsTwofold(OnnxModel model, NodeProto node)
    {
        if (node.OpType != "Resize" || node.Text("mode", "nearest") != "nearest" || node.Find("axes") is not null)
            return false;
        // How the nearest one is found matters only where the factor is no whole number; but the pixel grid must not be shifted.
        bool isPlain = node.Text("coordinate_transformation_mode", "half_pixel") is "asymmetric" or "half_pixel"
            && node.Text("nearest_mode", "round_prefer_floor") is "floor" or "round_prefer_floor";
        return isPlain && node.InputAt(2).Length > 0 && model.Initializer(node.Input[2]) is { } scales && scales.IsFloat()
            && model.Floats(scales.Name).AsSpan().SequenceEqual([1, 1, 2, 2]);
    }

    private static NodeProto Reshape(OnnxModel model, string from, string to, long[] sizes)
    {
        string shape = model.FreeName(to + "_shape");
        model.Graph.Initializer.Add(TensorValues.Of(shape, (ReadOnlySpan<long>)sizes, sizes.Length));
        return NodeAttributes.Create("Reshape", "Reshape_" + to, [from, shape], [to]);
    }
}
