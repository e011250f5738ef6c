using Edge.Vision.Inference;

namespace Edge.Tool.Onnx;

/// <summary>
/// Brings a graph into the form in which the tool's other parts expect it: constants are initializers and no inputs, nothing is computed
/// that is always the same, nodes that change nothing are gone, each node has a name of its own, nodes stand in the order in which they run.
/// What the graph computes stays the same.
/// </summary>
internal static class GraphCleanup
{
    /// <summary>Most elements of a value that is computed ahead; larger ones would bloat the file for little.</summary>
    private const long MaximumFoldedElements = 1L << 22;

    /// <summary>Cleans <paramref name="model"/> in place.</summary>
    /// <exception cref="ModelRefusedException">Its nodes form a circle or take values that nobody makes, or the runtime doesn't take it.</exception>
    public static void Apply(OnnxModel model)
    {
        DropInitializedInputs(model);
        TurnConstantsIntoInitializers(model);
        Sort(model);
        DropPassThrough(model);
        Fold(model);
        DropUnused(model);
        NameNodes(model);
    }

    /// <summary>Takes out nodes and constants that no output needs.</summary>
    public static void DropUnused(OnnxModel model)
    {
        HashSet<string> needed = [.. model.Outputs];
        List<NodeProto> unused = [];
        for (int i = model.Nodes.Count - 1; i >= 0; i--)
        {
            NodeProto node = model.Nodes[i];
            if (!node.Output.Any(needed.Contains))
            {
                unused.Add(node);
                continue;
            }

            needed.UnionWith(node.Input);
            // Graphs inside take values by name from outside; keep all that could be meant.
            foreach (GraphProto nested in Nested(node))
                needed.UnionWith(AllNames(nested));
        }

        model.Remove(unused);
        TensorProto[] kept = [.. model.Graph.Initializer.Where(tensor => needed.Contains(tensor.Name))];
        model.Graph.Initializer.Clear();
        model.Graph.Initializer.AddRange(kept);
        HashSet<string> alive = [.. model.Nodes.SelectMany(node => node.Output)];
        ValueInfoProto[] known = [.. model.Graph.ValueInfo.Where(info => alive.Contains(info.Name))];
        model.Graph.ValueInfo.Clear();
        model.Graph.ValueInfo.AddRange(known);
        model.Touch();
    }

    /// <summary>Puts the nodes into an order in which each comes after those it takes from; keeps the order they have where it is one.</summary>
    /// <exception cref="ModelRefusedException">There is no such order.</exception>
    public static void Sort(OnnxModel model)
    {
        HashSet<string> made = ["", .. model.Graph.Input.Select(input => input.Name), .. model.Graph.Initializer.Select(tensor => tensor.Name)];
        List<NodeProto> sorted = new(model.Nodes.Count);
        List<NodeProto> waiting = [.. model.Nodes];
        while (waiting.Count > 0)
        {
            List<NodeProto> next = [];
            foreach (NodeProto node in waiting)
            {
                if (node.Input.All(made.Contains))
                {
                    sorted.Add(node);
                    made.UnionWith(node.Output);
                }
                else
                {
                    next.Add(node);
                }
            }

            if (next.Count == waiting.Count)
                throw new ModelRefusedException($"model '{model.Origin}': node '{next[0].Name}' ({next[0].OpType}) takes '{next[0].Input.First(input => !made.Contains(input))}', which no node before it makes");
            waiting = next;
        }

        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(sorted);
        model.Touch();
    }

    /// <summary>Older exporters list constants as inputs too, which lets callers replace them, and so keeps the runtime from using them.</summary>
    private static void DropInitializedInputs(OnnxModel model)
    {
        ValueInfoProto[] fed = [.. model.Inputs];
        model.Graph.Input.Clear();
        model.Graph.Input.AddRange(fed);
        model.Proto.IrVersion = Math.Max(model.Proto.IrVersion, 4);
        model.Touch();
    }

    private static void TurnConstantsIntoInitializers(OnnxModel model)
    {
        List<NodeProto> turned = [];
        foreach (NodeProto node in model.Nodes.Where(node => node.OpType == "Constant" && node.Output.Count == 1 && !model.IsOutput(node.Output[0])))
        {
            TensorProto? tensor = node.Attribute.Count == 1 ? ConstantOf(node.Attribute[0]) : null;
            if (tensor is null)
                continue;
            tensor.Name = node.Output[0];
            model.Graph.Initializer.Add(tensor);
            turned.Add(node);
        }

        model.Remove(turned);
    }

    private static TensorProto? ConstantOf(AttributeProto attribute) => attribute.Name switch
    {
        "value" => attribute.T.Clone(),
        "value_float" => TensorValues.Of("", [attribute.F]),
        "value_floats" => TensorValues.Of("", [.. attribute.Floats], attribute.Floats.Count),
        "value_int" => TensorValues.Of("", (ReadOnlySpan<long>)[attribute.I]),
        "value_ints" => TensorValues.Of("", (ReadOnlySpan<long>)[.. attribute.Ints], attribute.Ints.Count),
        _ => null,
    };

    private static void DropPassThrough(OnnxModel model)
    {
        List<NodeProto> gone = [];
        foreach (NodeProto node in model.Nodes.Where(node => node.OpType is "Identity" or "Dropout"))
        {
            bool isNeeded = model.IsOutput(node.Output[0]) || node.Output.Skip(1).Any(output => model.Consumers(output).Count > 0 || model.IsOutput(output))
                || model.Consumers(node.Output[0]).Any(consumer => Nested(consumer).Any());
            if (isNeeded || (node.OpType == "Dropout" && node.InputAt(2).Length > 0))
                continue;
            model.Redirect(node.Output[0], node.Input[0]);
            gone.Add(node);
        }

        model.Remove(gone);
    }

    /// <summary>Computes, by running the model itself, what doesn't depend on the picture: constants of constants, and sizes where the input's are fixed.</summary>
    private static void Fold(OnnxModel model)
    {
        bool areSizesKnown = ValueShapes.AreInputsFixed(model);
        HashSet<string> constant = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        List<NodeProto> folded = [];
        foreach (NodeProto node in model.Nodes)
        {
            bool isSize = areSizesKnown && node.OpType is "Shape" or "Size";
            bool isConstant = node.Input.Count > 0 && node.Input.All(input => input.Length == 0 || constant.Contains(input));
            if (!(isSize || isConstant) || !CanFold(node))
                continue;
            folded.Add(node);
            constant.UnionWith(node.Output);
        }

        // Only what goes over into the rest of the graph becomes a constant.
        HashSet<NodeProto> inside = new(folded, ReferenceEqualityComparer.Instance);
        string[] values = [.. folded.SelectMany(node => node.Output).Where(value => value.Length > 0 && model.Consumers(value).Any(consumer => !inside.Contains(consumer)))];
        if (values.Length == 0 || folded.SelectMany(node => node.Output).Any(model.IsOutput))
            return;
        using GraphRunner runner = model.Open(new GraphRunnerOptions { Optimization = GraphOptimization.None }, values);
        using GraphRun run = runner.Run(ValueShapes.ZeroInputs(model), values);
        if (values.Any(value => TensorOf(run, value) is null))
            return;
        foreach (string value in values)
            model.Graph.Initializer.Add(TensorOf(run, value));
        model.Remove(folded);
    }

    // A dequantized weight is meant to stay what it is; chance is no constant.
    private static bool CanFold(NodeProto node) =>
        node.Domain is "" or "ai.onnx" && !Nested(node).Any()
        && node.OpType is not ("DequantizeLinear" or "QuantizeLinear" or "RandomNormal" or "RandomUniform" or "RandomNormalLike" or "RandomUniformLike" or "Multinomial" or "Bernoulli");

    private static TensorProto? TensorOf(GraphRun run, string value)
    {
        TensorShape shape = run.Shape(value);
        long[] sizes = [.. shape.Sizes.Select(size => (long)size)];
        if (sizes.Aggregate(1L, (product, size) => product * size) > MaximumFoldedElements)
            return null;
        return shape.Type switch
        {
            "Float" => TensorValues.Of(value, run.Values<float>(value), sizes),
            "Int64" => TensorValues.Of(value, run.Values<long>(value), sizes),
            "Int32" => TensorValues.Of(value, run.Values<int>(value), sizes),
            "UInt8" => TensorValues.Of(value, run.Values<byte>(value), sizes),
            "Int8" => TensorValues.Of(value, run.Values<sbyte>(value), sizes),
            _ => null,
        };
    }

    private static void NameNodes(OnnxModel model)
    {
        HashSet<string> names = [];
        foreach (NodeProto node in model.Nodes)
        {
            string wanted = node.Name.Length > 0 ? node.Name : $"{node.OpType}_{node.Output[0]}";
            string name = wanted;
            for (int i = 1; !names.Add(name); i++)
                name = $"{wanted}_{i}";
            node.Name = name;
        }
    }

    private static IEnumerable<GraphProto> Nested(NodeProto node) =>
        node.Attribute.SelectMany(attribute => attribute.Graphs.Concat(attribute.G is null ? [] : [attribute.G]));

    private static IEnumerable<string> AllNames(GraphProto graph) =>
        graph.Output.Select(output => output.Name).Concat(graph.Node.SelectMany(node => node.Input.Concat(Nested(node).SelectMany(AllNames))));
}
