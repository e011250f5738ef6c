using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Rules of the operators that treat each channel by itself: what goes out has the channels of what came in.</summary>
internal static class ElementwiseCouplings
{
    /// <summary>Operators with one input and an output of the same channels, whatever they do in the picture's plane.</summary>
    public static readonly string[] Unary =
    [
        "Relu", "LeakyRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Elu", "Selu", "Celu", "Softplus", "Softsign", "Mish", "Gelu", "Erf", "Swish",
        "ThresholdedRelu", "Exp", "Log", "Sqrt", "Abs", "Neg", "Reciprocal", "Floor", "Ceil", "Round", "Sign", "Cast", "Identity", "Dropout",
        "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool",
    ];

    /// <summary>Operators on two or more inputs that are stretched to one shape.</summary>
    public static readonly string[] Broadcasting =
        ["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "PRelu", "Where", "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "And", "Or"];

    /// <summary>The same channels go on.</summary>
    public static void Same(CouplingContext context, NodeProto node)
    {
        // MaxPool may give places, too, which count through the channels.
        if (node.Output.Skip(1).Any(output => output.Length > 0 && (context.Model.Consumers(output).Count > 0 || context.Model.IsOutput(output))) && node.OpType == "MaxPool")
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} gives places of its maxima, which count the channels");
        context.Set(node.Output[0], context.Layout(node.Input[0]));
    }

    /// <summary>Normalisation with constants for each channel.</summary>
    public static void Normalization(CouplingContext context, NodeProto node)
    {
        ChannelLayout? layout = context.Layout(node.Input[0]);
        if (layout is null)
            return;
        bool areConstant = Enumerable.Range(1, node.Input.Count - 1).All(input => context.Constant(node, input) is not null);
        if (layout.Axis != 1 || !areConstant)
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} normalises along another dimension, or with values that are computed");
            return;
        }

        for (int input = 1; input < node.Input.Count; input++)
            context.Slot(node, input, 0, layout.Variables);
        context.Set(node.Output[0], layout);
    }

    /// <summary>Softmax: free but for the dimension over which it sums.</summary>
    public static void Softmax(CouplingContext context, NodeProto node)
    {
        ChannelLayout? layout = context.Layout(node.Input[0]);
        if (layout is null)
            return;
        int rank = context.Sizes(node.Input[0]).Length;
        bool isOld = context.Model.Opset < 13;
        int axis = CouplingContext.Axis(node.Int("axis", isOld ? 1 : -1), rank);
        // Before version 13 it summed over that dimension and all after it.
        if (isOld ? layout.Axis >= axis : layout.Axis == axis)
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} sums over the channels");
        else
            context.Set(node.Output[0], layout);
    }

    /// <summary>Element by element: the channels of all inputs are tied; a constant for each channel shrinks with them.</summary>
    public static void Broadcast(CouplingContext context, NodeProto node)
    {
        int rank = context.Sizes(node.Output[0]).Length;
        ChannelLayout? joined = null;
        foreach (string input in node.Input)
        {
            if (context.Layout(input) is not { } layout)
                continue;
            ChannelLayout aligned = layout with { Axis = layout.Axis + rank - context.Sizes(input).Length };
            bool fits = aligned.Variables.Length == context.Sizes(node.Output[0])[aligned.Axis];
            if (!fits || (joined is not null && joined.Axis != aligned.Axis))
            {
                context.FreezeInputs(node, $"{CouplingContext.Say(node)} stretches its channels, or joins different dimensions");
                return;
            }

            if (joined is not null)
                context.Variables.Tie(joined.Variables, aligned.Variables);
            joined ??= aligned;
        }

        if (joined is null || !TakeOthers(context, node, joined, rank))
            return;
        context.Set(node.Output[0], joined);
    }

    private static bool TakeOthers(CouplingContext context, NodeProto node, ChannelLayout joined, int rank)
    {
        List<(int Input, int Axis)> slots = [];
        for (int input = 0; input < node.Input.Count; input++)
        {
            int[] sizes = context.Sizes(node.Input[input]);
            int axis = joined.Axis - (rank - sizes.Length);
            if (context.Layout(node.Input[input]) is not null || axis < 0 || sizes[axis] == 1)
                continue;
            if (context.Constant(node, input) is null)
            {
                context.FreezeInputs(node, $"{CouplingContext.Say(node)} joins them with a value whose channels must stay");
                return false;
            }

            slots.Add((input, axis));
        }

        foreach ((int input, int axis) in slots)
            context.Slot(node, input, axis, joined.Variables);
        return true;
    }
}
