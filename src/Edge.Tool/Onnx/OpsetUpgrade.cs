using Edge.Vision.Inference;

namespace Edge.Tool.Onnx;

/// <summary>Rewrites a graph of an older operator set as one of 13, the first whose quantization operators know channels.</summary>
internal static class OpsetUpgrade
{
    /// <summary>The operator set that quantized models need.</summary>
    public const long Target = 13;

    private const long Oldest = 9;

    /// <summary>Operators whose meaning changed on the way and that are not rewritten here.</summary>
    private static readonly Dictionary<string, long> Changed = new(StringComparer.Ordinal)
    {
        ["Upsample"] = 10,
        ["Resize"] = 11,
        ["Pad"] = 11,
        ["Scan"] = 11,
        ["TopK"] = 11,
        ["Slice"] = 10,
        ["Clip"] = 11,
        ["OneHot"] = 11,
    };

    /// <summary>Upgrades in place; a graph of 13 or newer stays as it is.</summary>
    /// <exception cref="ModelRefusedException">The graph is too old, or has an operator that can't be rewritten.</exception>
    public static void Apply(OnnxModel model)
    {
        long opset = model.Opset;
        if (opset >= Target)
            return;
        if (opset < Oldest)
            throw new ModelRefusedException($"model '{model.Origin}' is of operator set {opset}; allowed: {Oldest} and newer; export it again");
        foreach (NodeProto node in model.Nodes.ToArray())
        {
            if (Changed.TryGetValue(node.OpType, out long since) && opset < since)
                throw new ModelRefusedException($"model '{model.Origin}': {node.OpType} '{node.Name}' of operator set {opset} can't be rewritten; export the model for operator set {since} or newer");
            Upgrade(model, node);
        }

        OperatorSetIdProto own = model.Proto.OpsetImport.First(import => import.Domain is "" or "ai.onnx");
        own.Version = Target;
        model.Proto.IrVersion = Math.Max(model.Proto.IrVersion, 7);
        model.Touch();
    }

    private static void Upgrade(OnnxModel model, NodeProto node)
    {
        switch (node.OpType)
        {
            case "Split":
                AttributeToInput(model, node, "split");
                break;
            case "Squeeze" or "Unsqueeze" or "ReduceSum":
                AttributeToInput(model, node, "axes");
                break;
            case "Softmax" or "LogSoftmax" or "Hardmax" when node.Find("axis") is null:
                // The default axis became the last one; before, all from axis 1 on were taken as one.
                throw new ModelRefusedException($"model '{model.Origin}': {node.OpType} '{node.Name}' has no axis; export the model for operator set 13 or newer");
            case "Dropout":
                node.Without("ratio");
                break;
        }
    }

    private static void AttributeToInput(OnnxModel model, NodeProto node, string attribute)
    {
        if (node.Ints(attribute) is not { } values)
            return;
        string name = model.FreeName($"{node.Output[0]}_{attribute}");
        model.SetInitializer(TensorValues.Of(name, (ReadOnlySpan<long>)values, values.Length));
        node.Input.Add(name);
        node.Without(attribute);
    }
}
