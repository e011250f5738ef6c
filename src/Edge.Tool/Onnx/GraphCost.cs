using Edge.Vision.Inference;

namespace Edge.Tool.Onnx;

/// <summary>Parameters and multiply-accumulates of a graph, node by node.</summary>
internal sealed class GraphCost
{
    private readonly OnnxModel _model;
    private readonly ValueShapes _shapes;
    private readonly HashSet<string> _counted = [];

    private GraphCost(OnnxModel model, ValueShapes shapes)
    {
        _model = model;
        _shapes = shapes;
        Nodes = [.. model.Nodes.Select(Of)];
        Parameters = Nodes.Sum(node => node.Parameters);
        Macs = Nodes.Sum(node => node.Macs);
    }

    /// <summary>Its nodes, in the order in which they run.</summary>
    public IReadOnlyList<NodeCost> Nodes { get; }

    /// <summary>All parameters.</summary>
    public long Parameters { get; }

    /// <summary>All multiply-accumulates of one run.</summary>
    public long Macs { get; }

    /// <summary>Counts <paramref name="model"/> for inputs of the sizes that <paramref name="shapes"/> were found with.</summary>
    public static GraphCost Of(OnnxModel model, ValueShapes shapes) => new(model, shapes);

    private NodeCost Of(NodeProto node)
    {
        TensorShape[] inputs = [.. node.Input.Where(input => input.Length > 0 && Weight(input) is null).Select(_shapes.Find).OfType<TensorShape>()];
        TensorShape[] outputs = [.. node.Output.Where(output => output.Length > 0).Select(_shapes.Find).OfType<TensorShape>()];
        return new NodeCost(node, inputs, outputs, ParametersOf(node), MacsOf(node));
    }

    private long ParametersOf(NodeProto node)
    {
        if (node.OpType is "QuantizeLinear" or "DequantizeLinear")
            return 0;
        long count = 0;
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (IsParameter(node, i) && Weight(node.Input[i]) is { } weight && _counted.Add(weight.Name))
                count += weight.Count();
        }

        return count;
    }

    /// <summary>Floats, and the integers that stand for floats; not the shapes, axes and indices that other inputs are.</summary>
    private bool IsParameter(NodeProto node, int input) => node.OpType switch
    {
        "QLinearConv" or "QLinearMatMul" => input is 3 or 8,
        "QGemm" => input is 3 or 6,
        "Resize" or "Upsample" or "Pad" or "Clip" => false,
        _ => node.Input[input].Length > 0 && Weight(node.Input[input]) is { } weight && (weight.IsFloat() || _model.Initializer(node.Input[input]) is null),
    };

    /// <summary>The constant that an input is, directly or through DequantizeLinear.</summary>
    private TensorProto? Weight(string value) =>
        _model.Initializer(value) ?? (_model.Producer(value) is { OpType: "DequantizeLinear" } dequantize ? _model.Initializer(dequantize.Input[0]) : null);

    private long MacsOf(NodeProto node)
    {
        string First(int index) => node.InputAt(index);
        return node.OpType switch
        {
            "Conv" or "FusedConv" or "ConvInteger" or "NhwcFusedConv" => Convolution(node, First(1)),
            "QLinearConv" => Convolution(node, First(3)),
            "ConvTranspose" => Elements(First(0)) * Elements(First(1)) / Math.Max(Size(First(1), 0), 1),
            "Gemm" or "FusedGemm" => Elements(node.Output[0]) * Size(First(0), node.Int("transA", 0) == 0 ? 1 : 0),
            "QGemm" => Elements(node.Output[0]) * Size(First(0), node.Int("transA", 0) == 0 ? 1 : 0),
            "MatMul" or "MatMulInteger" or "QLinearMatMul" or "FusedMatMul" => Elements(node.Output[0]) * Size(First(0), -1),
            _ => 0,
        };
    }

    // Each output element takes one weight filter: all the weights of one output channel.
    private long Convolution(NodeProto node, string weight) => Elements(node.Output[0]) * Elements(weight) / Math.Max(Size(weight, 0), 1);

    private long Elements(string value) => _shapes.Find(value) is { } shape ? shape.Sizes.Aggregate(1L, (product, size) => product * size) : 0;

    private long Size(string value, int index)
    {
        if (_shapes.Find(value) is not { Sizes.Count: > 0 } shape)
            return 0;
        return shape.Sizes[index < 0 ? shape.Sizes.Count + index : index];
    }
}
