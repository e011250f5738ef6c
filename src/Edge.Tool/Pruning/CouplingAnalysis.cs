using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>
/// Finds which channels of a graph must be removed together. Each operator has a rule that says how the channels of its outputs follow
/// from those of its inputs; channels are followed one by one, so that concatenations, splits and shuffles need no special cases
/// (the idea of dependency graphs, Fang et al. 2023, "DepGraph: Towards Any Structural Pruning", taken from layers to channels).
/// What no rule understands stays as it is, with the reason.
/// </summary>
internal static class CouplingAnalysis
{
    private static readonly Dictionary<string, Action<CouplingContext, NodeProto>> Rules = BuildRules();

    /// <summary>Analyses <paramref name="model"/>, which is cleaned up (<see cref="GraphCleanup"/>); splits get explicit sizes, otherwise it stays as it is.</summary>
    /// <param name="model">The graph; owned by the result.</param>
    /// <param name="shapes">Sizes of its values.</param>
    /// <param name="keep">Names of nodes whose outputs shall stay whole.</param>
    public static CoupledGraph Run(OnnxModel model, ValueShapes shapes, IReadOnlyCollection<string> keep)
    {
        CouplingContext context = new(model, shapes);
        foreach (NodeProto node in model.Nodes.ToArray())
        {
            bool isKnown = node.Domain is "" or "ai.onnx" && Rules.ContainsKey(node.OpType) && node.Attribute.All(attribute => attribute.G is null && attribute.Graphs.Count == 0);
            if (isKnown)
                Rules[node.OpType](context, node);
            else
                context.FreezeInputs(node, $"{CouplingContext.Say(node)} is an operator that pruning does not know");
            if (keep.Contains(node.Name))
                Freeze(context, node.Output, "asked to be kept");
        }

        foreach (string output in model.Outputs)
            Freeze(context, [output], $"it is the model's output '{output}'");
        return new CoupledGraph(model, context.Variables, context.Layers, context.Slots, context.Edits, shapes);
    }

    private static void Freeze(CouplingContext context, IEnumerable<string> values, string reason)
    {
        foreach (string value in values)
            context.Variables.Freeze(context.Layout(value)?.Variables ?? [], reason);
    }

    private static Dictionary<string, Action<CouplingContext, NodeProto>> BuildRules()
    {
        Dictionary<string, Action<CouplingContext, NodeProto>> rules = new(StringComparer.Ordinal)
        {
            ["Conv"] = LinearCouplings.Convolution,
            ["ConvTranspose"] = LinearCouplings.TransposedConvolution,
            ["Gemm"] = LinearCouplings.Gemm,
            ["MatMul"] = LinearCouplings.MatMul,
            ["BatchNormalization"] = ElementwiseCouplings.Normalization,
            ["InstanceNormalization"] = ElementwiseCouplings.Normalization,
            ["Softmax"] = ElementwiseCouplings.Softmax,
            ["LogSoftmax"] = ElementwiseCouplings.Softmax,
            ["Concat"] = JoiningCouplings.Concat,
            ["Split"] = JoiningCouplings.Split,
            ["Slice"] = JoiningCouplings.Slice,
            ["Reshape"] = ShapeCouplings.Reshape,
            ["Flatten"] = ShapeCouplings.Reshape,
            ["Squeeze"] = ShapeCouplings.Reshape,
            ["Unsqueeze"] = ShapeCouplings.Reshape,
            ["Transpose"] = ShapeCouplings.Transpose,
            ["Pad"] = ShapeCouplings.Pad,
            ["Resize"] = ShapeCouplings.Resize,
            ["Upsample"] = ShapeCouplings.Resize,
            ["ReduceMean"] = ShapeCouplings.Reduce,
            ["ReduceSum"] = ShapeCouplings.Reduce,
            ["ReduceMax"] = ShapeCouplings.Reduce,
            ["ReduceMin"] = ShapeCouplings.Reduce,
        };
        foreach (string operation in ElementwiseCouplings.Unary)
            rules[operation] = ElementwiseCouplings.Same;
        foreach (string operation in ElementwiseCouplings.Broadcasting)
            rules[operation] = ElementwiseCouplings.Broadcast;
        return rules;
    }
}
