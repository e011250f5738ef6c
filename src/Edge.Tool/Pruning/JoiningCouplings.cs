using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Rules of the operators that put channels together and take them apart.</summary>
internal static class JoiningCouplings
{
    /// <summary>Channels behind one another; along another dimension, the inputs' channels are tied.</summary>
    public static void Concat(CouplingContext context, NodeProto node)
    {
        ChannelLayout[] layouts = [.. node.Input.Select(context.Layout).OfType<ChannelLayout>()];
        if (layouts.Length == 0)
            return;
        int axis = CouplingContext.Axis(node.Int("axis", 1), context.Sizes(node.Output[0]).Length);
        if (layouts.All(layout => layout.Axis == axis))
        {
            string reason = $"{CouplingContext.Say(node)} takes channels that can't be followed";
            int[] joined = [.. node.Input.SelectMany(input => context.ChannelsAt(input, axis, reason))];
            context.Set(node.Output[0], new ChannelLayout(axis, joined));
            return;
        }

        if (layouts.Length < node.Input.Count || layouts.Any(layout => layout.Axis != layouts[0].Axis || layout.Axis == axis))
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} joins values whose channels lie in different dimensions");
            return;
        }

        foreach (ChannelLayout layout in layouts)
            context.Variables.Tie(layouts[0].Variables, layout.Variables);
        context.Set(node.Output[0], layouts[0]);
    }

    /// <summary>Parts of the channels; a split of another dimension leaves them alone.</summary>
    public static void Split(CouplingContext context, NodeProto node)
    {
        ChannelLayout? layout = context.Layout(node.Input[0]);
        if (layout is null)
            return;
        int axis = CouplingContext.Axis(node.Int("axis", 0), context.Sizes(node.Input[0]).Length);
        if (axis != layout.Axis)
        {
            foreach (string output in node.Output)
                context.Set(output, layout);
            return;
        }

        if (node.InputAt(1).Length > 0 && context.Integers(node, 1) is null)
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} has sizes that are computed");
            return;
        }

        int[] sizes = [.. node.Output.Select(output => context.Sizes(output)[axis])];
        bool isAttribute = SayParts(context, node, sizes);
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            int[] part = layout.Variables[start..(start + sizes[i])];
            context.Edits.Add(isAttribute ? new CountEdit(node.Name, -1, "split", i, part) : new CountEdit(node.Name, 1, "", i, part));
            context.Set(node.Output[i], new ChannelLayout(axis, part));
            start += sizes[i];
        }
    }

    /// <summary>A range of the channels; ranges of other dimensions leave them alone, such as those with which Focus takes every second pixel.</summary>
    public static void Slice(CouplingContext context, NodeProto node)
    {
        ChannelLayout? layout = context.Layout(node.Input[0]);
        if (layout is null)
            return;
        bool isAttribute = node.Input.Count == 1;
        long[]? starts = isAttribute ? node.Ints("starts") : context.Integers(node, 1);
        long[]? ends = isAttribute ? node.Ints("ends") : context.Integers(node, 2);
        long[]? axes = isAttribute ? node.Ints("axes") : node.InputAt(3).Length == 0 ? null : context.Integers(node, 3);
        bool areAxesKnown = axes is not null || (isAttribute ? node.Find("axes") is null : node.InputAt(3).Length == 0);
        long[]? steps = isAttribute || node.InputAt(4).Length == 0 ? null : context.Integers(node, 4);
        if (starts is null || ends is null || !areAxesKnown || (node.InputAt(4).Length > 0 && steps is null))
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} has bounds that are computed");
            return;
        }

        int rank = context.Sizes(node.Input[0]).Length;
        axes ??= [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        int at = Array.FindIndex(axes, axis => CouplingContext.Axis(axis, rank) == layout.Axis);
        if (at < 0)
        {
            context.Set(node.Output[0], layout);
            return;
        }

        if (steps is not null && steps[at] != 1)
        {
            context.FreezeInputs(node, $"{CouplingContext.Say(node)} takes channels in steps");
            return;
        }

        int count = layout.Variables.Length;
        int start = (int)Math.Clamp(starts[at] < 0 ? starts[at] + count : starts[at], 0, count);
        int end = Math.Max(start, (int)Math.Clamp(ends[at] < 0 ? ends[at] + count : ends[at], 0, count));
        AddBound(context, node, isAttribute ? -1 : 1, "starts", at, layout.Variables[..start]);
        AddBound(context, node, isAttribute ? -1 : 2, "ends", at, layout.Variables[..end]);
        context.Set(node.Output[0], new ChannelLayout(layout.Axis, layout.Variables[start..end]));
    }

    private static void AddBound(CouplingContext context, NodeProto node, int input, string attribute, int position, int[] before) =>
        context.Edits.Add(new CountEdit(node.Name, input, input < 0 ? attribute : "", position, before));

    /// <summary>Gives a split the sizes of its parts: equal ones need not stay equal.</summary>
    /// <returns>Whether the sizes are an attribute, as before version 13, and not an input.</returns>
    private static bool SayParts(CouplingContext context, NodeProto node, int[] sizes)
    {
        if (context.Model.Opset < 13)
        {
            node.With("split", sizes.Select(size => (long)size));
            return true;
        }

        if (node.InputAt(1).Length > 0)
            return false;
        string name = context.Model.FreeName(node.Name + "_parts");
        context.Model.SetInitializer(TensorValues.Of(name, (ReadOnlySpan<long>)[.. sizes.Select(size => (long)size)], sizes.Length));
        if (node.Input.Count > 1)
            node.Input[1] = name;
        else
            node.Input.Add(name);
        node.Without("num_outputs");
        context.Model.Touch();
        return false;
    }
}
