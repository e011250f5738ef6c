using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>The state of a <see cref="CouplingAnalysis"/> while it walks: what the rules of each operator read and write.</summary>
internal sealed class CouplingContext(OnnxModel model, ValueShapes shapes)
{
    private readonly Dictionary<string, ChannelLayout> _layouts = new(StringComparer.Ordinal);

    /// <summary>The graph.</summary>
    public OnnxModel Model => model;

    /// <summary>The channels so far.</summary>
    public ChannelVariables Variables { get; } = new();

    /// <summary>Nodes with weights so far.</summary>
    public List<LinearLayer> Layers { get; } = [];

    /// <summary>Constants that shrink, so far.</summary>
    public List<ParameterSlot> Slots { get; } = [];

    /// <summary>Numbers that change, so far.</summary>
    public List<CountEdit> Edits { get; } = [];

    /// <summary>Sizes of all values.</summary>
    public ValueShapes Shapes => shapes;

    /// <summary>The channels of a value; null where none of its sizes may change.</summary>
    public ChannelLayout? Layout(string value) => _layouts.GetValueOrDefault(value);

    /// <summary>Says which channels a value has.</summary>
    public void Set(string value, ChannelLayout? layout)
    {
        if (layout is not null && value.Length > 0)
            _layouts[value] = layout;
    }

    /// <summary>Sizes of a value.</summary>
    public int[] Sizes(string value) => shapes.Find(value) is { } shape ? [.. shape.Sizes] : [];

    /// <summary>The constant that an input is; null where it is none, or the node has no such input.</summary>
    public TensorProto? Constant(NodeProto node, int input) => node.InputAt(input) is { Length: > 0 } name ? model.Initializer(name) : null;

    /// <summary>The integers of a constant input; null where it is no constant.</summary>
    public long[]? Integers(NodeProto node, int input) => Constant(node, input) is { } tensor && !tensor.IsFloat() ? tensor.Integers(model.Origin) : null;

    /// <summary>Adds a slot for a dimension of a constant input.</summary>
    public void Slot(NodeProto node, int input, int axis, int[] variables) => Slots.Add(new ParameterSlot(node.Name, input, axis, variables));

    /// <summary>Lets all channels that a node takes stay.</summary>
    public void FreezeInputs(NodeProto node, string reason)
    {
        foreach ((string value, ChannelLayout layout) in _layouts)
        {
            if (node.Input.Contains(value) || model.Consumers(value).Contains(node))
                Variables.Freeze(layout.Variables, reason);
        }
    }

    /// <summary>The channels of one dimension of a value: its own, or new ones that stay where nothing is known of it.</summary>
    public int[] ChannelsAt(string value, int axis, string reason)
    {
        ChannelLayout? layout = Layout(value);
        if (layout is not null && layout.Axis == axis)
            return layout.Variables;
        if (layout is not null)
            Variables.Freeze(layout.Variables, reason);
        return Variables.AddFrozen(Sizes(value)[axis], reason);
    }

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank) => (int)(axis < 0 ? axis + rank : axis);

    /// <summary>The product of some sizes.</summary>
    public static long Product(ReadOnlySpan<int> sizes)
    {
        long product = 1;
        foreach (int size in sizes)
            product *= size;
        return product;
    }

    /// <summary>How a node is named in reasons.</summary>
    public static string Say(NodeProto node) => $"'{node.Name}' ({node.OpType})";
}
