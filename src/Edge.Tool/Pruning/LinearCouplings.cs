using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Rules of the operators with weights: they end one set of channels and begin another.</summary>
internal static class LinearCouplings
{
    /// <summary>A convolution: plain, depthwise or in sets.</summary>
    public static void Convolution(CouplingContext context, NodeProto node)
    {
        if (!TryWeight(context, node, 3, out int[] weight))
            return;
        int groups = (int)node.Int("group", 1);
        int inputs = weight[1] * groups, outputs = weight[0];
        int[] taken = context.ChannelsAt(node.Input[0], 1, TakesWhole(node));
        int taps = (int)CouplingContext.Product(weight.AsSpan(2));
        long positions = CouplingContext.Product(context.Sizes(node.Output[0]).AsSpan(2));
        LinearKind kind = groups == 1 ? LinearKind.Convolution : weight[1] == 1 ? LinearKind.Depthwise : LinearKind.Grouped;
        int[] seen = taken, made;
        if (kind == LinearKind.Convolution)
        {
            made = context.Variables.Add(outputs);
            context.Slot(node, 1, 1, taken);
        }
        else if (kind == LinearKind.Depthwise)
        {
            // Each input has its own outputs, next to each other.
            made = Repeat(taken, outputs / inputs);
            context.Edits.Add(new CountEdit(node.Name, -1, "group", -1, taken));
        }
        else
        {
            // The same place of every set goes, so that the sets stay alike.
            seen = TieSets(context, taken, groups);
            int[] perSet = context.Variables.Add(outputs / groups);
            made = [.. Enumerable.Range(0, groups).SelectMany(_ => perSet)];
            context.Slot(node, 1, 1, seen);
        }

        context.Slot(node, 1, 0, made);
        if (node.InputAt(2).Length > 0)
            context.Slot(node, 2, 0, made);
        context.Layers.Add(new LinearLayer(node.Name, kind, seen, made, positions, taps));
        context.Set(node.Output[0], new ChannelLayout(1, made));
    }

    /// <summary>A transposed convolution; one in sets stays as it is.</summary>
    public static void TransposedConvolution(CouplingContext context, NodeProto node)
    {
        if (!TryWeight(context, node, 3, out int[] weight))
            return;
        if (node.Int("group", 1) != 1)
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} has its channels in sets");
            return;
        }

        int[] taken = context.ChannelsAt(node.Input[0], 1, TakesWhole(node));
        int[] made = context.Variables.Add(weight[1]);
        context.Slot(node, 1, 0, taken);
        context.Slot(node, 1, 1, made);
        if (node.InputAt(2).Length > 0)
            context.Slot(node, 2, 0, made);
        // Each place of the input is spread over a window.
        long positions = CouplingContext.Product(context.Sizes(node.Input[0]).AsSpan(2));
        context.Layers.Add(new LinearLayer(node.Name, LinearKind.Transposed, taken, made, positions, (int)CouplingContext.Product(weight.AsSpan(2))));
        context.Set(node.Output[0], new ChannelLayout(1, made));
    }

    /// <summary>A·B + C with constant B.</summary>
    public static void Gemm(CouplingContext context, NodeProto node)
    {
        if (!TryWeight(context, node, 2, out int[] weight))
            return;
        if (node.Int("transA", 0) != 0)
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} takes its input transposed");
            return;
        }

        bool isTransposed = node.Int("transB", 0) != 0;
        int outputAxis = isTransposed ? 0 : 1;
        int[] taken = context.ChannelsAt(node.Input[0], 1, TakesWhole(node));
        int[] made = context.Variables.Add(weight[outputAxis]);
        context.Slot(node, 1, outputAxis, made);
        context.Slot(node, 1, 1 - outputAxis, taken);
        if (node.InputAt(2).Length > 0)
        {
            int[] sizes = context.Sizes(node.Input[2]);
            if (sizes.Length > 0 && sizes[^1] == made.Length && made.Length > 1)
            {
                if (context.Constant(node, 2) is null || CouplingContext.Product(sizes.AsSpan(0, sizes.Length - 1)) != 1)
                    context.Variables.Freeze(made, $"{CouplingContext.Say(node)} adds what is not a plain bias");
                else
                    context.Slot(node, 2, sizes.Length - 1, made);
            }
        }

        context.Layers.Add(new LinearLayer(node.Name, LinearKind.Product, taken, made, 1, 1));
        context.Set(node.Output[0], new ChannelLayout(1, made));
    }

    /// <summary>A product with a constant matrix; one of two computed values stays as it is.</summary>
    public static void MatMul(CouplingContext context, NodeProto node)
    {
        if (!TryWeight(context, node, 2, out int[] weight))
            return;
        int[] sizes = context.Sizes(node.Input[0]);
        int last = sizes.Length - 1;
        if (context.Layout(node.Input[0]) is { } layout && layout.Axis != last)
        {
            // The channels lie across the rows: each is multiplied alone.
            context.Set(node.Output[0], layout);
            return;
        }

        int[] taken = context.ChannelsAt(node.Input[0], last, TakesWhole(node));
        int[] made = context.Variables.Add(weight[1]);
        context.Slot(node, 1, 0, taken);
        context.Slot(node, 1, 1, made);
        long positions = CouplingContext.Product(sizes.AsSpan(0, last)) / (last > 0 ? Math.Max(sizes[0], 1) : 1);
        context.Layers.Add(new LinearLayer(node.Name, LinearKind.Product, taken, made, positions, 1));
        context.Set(node.Output[0], new ChannelLayout(last, made));
    }

    /// <summary>Ties the same place of each of <paramref name="sets"/> equal parts.</summary>
    /// <returns>The variables of the first part.</returns>
    public static int[] TieSets(CouplingContext context, int[] variables, int sets)
    {
        int each = variables.Length / sets;
        for (int set = 1; set < sets; set++)
            context.Variables.Tie(variables.AsSpan(0, each), variables.AsSpan(set * each, each));
        return variables[..each];
    }

    private static string TakesWhole(NodeProto node) => $"{CouplingContext.Say(node)} takes channels that can't be followed, such as the model's input";

    private static int[] Repeat(int[] variables, int times) => [.. variables.SelectMany(variable => Enumerable.Repeat(variable, times))];

    private static bool TryWeight(CouplingContext context, NodeProto node, int leastRank, out int[] sizes)
    {
        sizes = context.Constant(node, 1) is { } weight ? [.. weight.Dims.Select(size => (int)size)] : [];
        if (sizes.Length >= leastRank && (leastRank > 2 || sizes.Length == 2))
            return true;
        context.FreezeInputs(node, $"{CouplingContext.Say(node)} has weights that are computed, or quantized");
        return false;
    }
}
