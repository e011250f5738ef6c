using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Rules of the operators that move channels to other dimensions or change the sizes of the others.</summary>
internal static class ShapeCouplings
{
    /// <summary>
    /// Any change of shape (Reshape, Flatten, Squeeze, Unsqueeze): the channels stay a dimension, are split into two, or join their neighbours.
    /// Split in two, as in a channel shuffle, they must stay a rectangle: all rows lose the same places.
    /// </summary>
    public static void Reshape(CouplingContext context, NodeProto node)
    {
        ChannelLayout? layout = context.Layout(node.Input[0]);
        if (layout is null)
            return;
        int[] from = context.Sizes(node.Input[0]), to = context.Sizes(node.Output[0]);
        ChannelLayout? result = Kept(layout, from, to) ?? Split(context, layout, from, to) ?? Joined(layout, from, to);
        if (result is null || !TryEdit(context, node, result, to))
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} mixes them with other dimensions");
            return;
        }

        context.Set(node.Output[0], result);
    }

    /// <summary>Dimensions in another order.</summary>
    public static void Transpose(CouplingContext context, NodeProto node)
    {
        if (context.Layout(node.Input[0]) is not { } layout)
            return;
        int rank = context.Sizes(node.Input[0]).Length;
        long[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Select(axis => (long)(rank - 1 - axis))];
        context.Set(node.Output[0], layout with { Axis = Array.IndexOf(order, layout.Axis) });
    }

    /// <summary>Borders in the picture's plane leave channels alone.</summary>
    public static void Pad(CouplingContext context, NodeProto node)
    {
        if (context.Layout(node.Input[0]) is not { } layout)
            return;
        if (context.Sizes(node.Output[0])[layout.Axis] == layout.Variables.Length && (node.Input.Count < 2 || context.Integers(node, 1) is not null))
            context.Set(node.Output[0], layout);
        else
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} adds channels, or has borders that are computed");
    }

    /// <summary>Another size of the picture; where it is given as sizes, theirs is a number that changes.</summary>
    public static void Resize(CouplingContext context, NodeProto node)
    {
        if (context.Layout(node.Input[0]) is not { } layout)
            return;
        long[]? sizes = node.InputAt(3).Length > 0 ? context.Integers(node, 3) : null;
        bool areKnown = node.InputAt(3).Length == 0 || sizes is not null;
        long[]? axes = node.Ints("axes");
        int at = axes is null ? layout.Axis : Array.FindIndex(axes, axis => CouplingContext.Axis(axis, context.Sizes(node.Input[0]).Length) == layout.Axis);
        if (!areKnown || context.Sizes(node.Output[0])[layout.Axis] != layout.Variables.Length || (node.InputAt(2).Length > 0 && context.Constant(node, 2) is null))
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} resizes them, or to a size that is computed");
            return;
        }

        if (sizes is { Length: > 0 } && at >= 0)
            context.Edits.Add(new CountEdit(node.Name, 3, "", at, layout.Variables));
        context.Set(node.Output[0], layout);
    }

    /// <summary>Sums and means over other dimensions.</summary>
    public static void Reduce(CouplingContext context, NodeProto node)
    {
        if (context.Layout(node.Input[0]) is not { } layout)
            return;
        int rank = context.Sizes(node.Input[0]).Length;
        long[]? axes = node.InputAt(1).Length > 0 ? context.Integers(node, 1) : node.Ints("axes");
        int[] reduced = [.. (axes ?? []).Select(axis => CouplingContext.Axis(axis, rank))];
        if (reduced.Length == 0 || reduced.Contains(layout.Axis))
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} sums over the channels, or over dimensions that are computed");
            return;
        }

        int gone = node.Int("keepdims", 1) != 0 ? 0 : reduced.Count(axis => axis < layout.Axis);
        context.Set(node.Output[0], layout with { Axis = layout.Axis - gone });
    }

    /// <summary>The dimension is still there, with the same sizes before it.</summary>
    private static ChannelLayout? Kept(ChannelLayout layout, int[] from, int[] to)
    {
        long before = CouplingContext.Product(from.AsSpan(0, layout.Axis));
        for (int axis = to.Length - 1; axis >= 0; axis--)
        {
            if (to[axis] == from[layout.Axis] && CouplingContext.Product(to.AsSpan(0, axis)) == before)
                return layout with { Axis = axis };
        }

        return null;
    }

    private static ChannelLayout? Split(CouplingContext context, ChannelLayout layout, int[] from, int[] to)
    {
        long before = CouplingContext.Product(from.AsSpan(0, layout.Axis));
        for (int axis = to.Length - 2; axis >= 0; axis--)
        {
            int outer = to[axis], inner = to[axis + 1];
            if ((long)outer * inner != layout.Variables.Length || CouplingContext.Product(to.AsSpan(0, axis)) != before)
                continue;
            // Places that already come and go together in runs of the inner size need no new ties.
            int[] firsts = [.. Enumerable.Range(0, outer).Select(row => layout.Variables[row * inner])];
            bool areRuns = Enumerable.Range(0, layout.Variables.Length)
                .All(place => context.Variables.Find(layout.Variables[place]) == context.Variables.Find(firsts[place / inner]));
            return areRuns && inner > 1
                ? new ChannelLayout(axis, firsts)
                : new ChannelLayout(axis + 1, LinearCouplings.TieSets(context, layout.Variables, outer));
        }

        return null;
    }

    private static ChannelLayout? Joined(ChannelLayout layout, int[] from, int[] to)
    {
        for (int first = 0; first <= layout.Axis; first++)
        {
            for (int last = layout.Axis; last < from.Length; last++)
            {
                long before = CouplingContext.Product(from.AsSpan(0, first)), joined = CouplingContext.Product(from.AsSpan(first, last - first + 1));
                for (int axis = 0; axis < to.Length && last > first; axis++)
                {
                    if (to[axis] != joined || CouplingContext.Product(to.AsSpan(0, axis)) != before)
                        continue;
                    int outer = (int)CouplingContext.Product(from.AsSpan(first, layout.Axis - first));
                    int inner = (int)CouplingContext.Product(from.AsSpan(layout.Axis + 1, last - layout.Axis));
                    return new ChannelLayout(axis, [.. Enumerable.Range(0, outer).SelectMany(_ => layout.Variables.SelectMany(variable => Enumerable.Repeat(variable, inner)))]);
                }
            }
        }

        return null;
    }

    /// <summary>Lets the size that a Reshape asks for follow; -1, which is computed from the others, follows by itself.</summary>
    private static bool TryEdit(CouplingContext context, NodeProto node, ChannelLayout result, int[] to)
    {
        if (node.OpType != "Reshape")
            return true;
        if (context.Integers(node, 1) is not { } wanted || wanted.Length != to.Length)
            return false;
        if (wanted[result.Axis] > 0)
            context.Edits.Add(new CountEdit(node.Name, 1, "", result.Axis, result.Variables));
        // A zero copies the size at the same place of the input, which is right only when that is no channel or the same one.
        return wanted[result.Axis] != 0 || context.Layout(node.Input[0])!.Axis == result.Axis;
    }
}
