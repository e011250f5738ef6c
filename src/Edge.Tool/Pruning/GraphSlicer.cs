using Edge.Tool.Onnx;
using Google.Protobuf;

namespace Edge.Tool.Pruning;

/// <summary>Writes the smaller graph: takes the removed channels out of every constant, and sets every number that counts them.</summary>
internal static class GraphSlicer
{
    /// <summary>The model with only the kept channels.</summary>
    /// <param name="graph">What hangs together; unchanged.</param>
    /// <param name="kept">What stays.</param>
    /// <param name="replaced">Other values for the constants of some nodes, by node and input, of the full size.</param>
    public static OnnxModel Slice(CoupledGraph graph, KeptChannels kept, IReadOnlyDictionary<(string Node, int Input), float[]>? replaced = null)
    {
        OnnxModel model = graph.Model.Clone();
        Dictionary<string, NodeProto> nodes = model.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        Dictionary<(string, int), ParameterSlot[]> slots = graph.Slots.GroupBy(slot => (slot.Node, slot.Input)).ToDictionary(group => group.Key, group => group.ToArray());
        foreach (((string name, int input), ParameterSlot[] own) in slots)
        {
            float[]? values = replaced?.GetValueOrDefault((name, input));
            if (values is not null || own.Any(slot => kept.Count(slot.Variables) < slot.Variables.Length))
                Shrink(model, nodes[name], input, own, kept, values);
        }

        foreach (CountEdit edit in graph.Edits)
            Apply(model, nodes[edit.Node], edit, kept);
        // Sizes that the exporter wrote down are wrong now, and nobody needs them.
        model.Graph.ValueInfo.Clear();
        GraphCleanup.DropUnused(model);
        return model;
    }

    private static void Shrink(OnnxModel model, NodeProto node, int input, ParameterSlot[] slots, KeptChannels kept, float[]? values)
    {
        TensorProto tensor = model.Initializer(node.Input[input])!;
        if (values is not null)
            tensor = TensorValues.Of(tensor.Name, values, [.. tensor.Dims]);
        foreach (ParameterSlot slot in slots)
            tensor = Take(tensor, slot.Axis, kept.Places(slot.Variables), model.Origin);
        Put(model, node, input, tensor);
    }

    /// <summary>Puts a constant in the place of another; one that other nodes or other inputs take too keeps its old value for them.</summary>
    public static void Put(OnnxModel model, NodeProto node, int input, TensorProto tensor)
    {
        bool isShared = model.Consumers(node.Input[input]).Count > 1 || node.Input.Count(name => name == node.Input[input]) > 1 || model.IsOutput(node.Input[input]);
        tensor = tensor.Clone();
        tensor.Name = isShared ? model.FreeName(node.Input[input] + "_pruned") : node.Input[input];
        model.SetInitializer(tensor);
        node.Input[input] = tensor.Name;
        model.Touch();
    }

    private static TensorProto Take(TensorProto tensor, int axis, int[] places, string origin)
    {
        if (places.Length == tensor.Dims[axis])
            return tensor;
        int outer = (int)tensor.Dims.Take(axis).Aggregate(1L, (product, size) => product * size);
        int count = (int)tensor.Dims[axis];
        byte[] bytes = RawBytes(tensor, origin);
        int inner = bytes.Length / outer / count;
        byte[] taken = new byte[outer * places.Length * inner];
        for (int row = 0; row < outer; row++)
        {
            for (int i = 0; i < places.Length; i++)
                bytes.AsSpan(((row * count) + places[i]) * inner, inner).CopyTo(taken.AsSpan(((row * places.Length) + i) * inner));
        }

        TensorProto result = new() { Name = tensor.Name, DataType = tensor.DataType, RawData = ByteString.CopyFrom(taken) };
        result.Dims.AddRange(tensor.Dims);
        result.Dims[axis] = places.Length;
        return result;
    }

    /// <summary>The elements as they lie in memory, whatever their type; those that a file holds as lists are floats or integers.</summary>
    private static byte[] RawBytes(TensorProto tensor, string origin)
    {
        if (tensor.RawData.Length > 0)
            return tensor.RawData.ToByteArray();
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Float => TensorValues.Of(tensor.Name, tensor.Floats(origin), [.. tensor.Dims]).RawData.ToByteArray(),
            TensorProto.Types.DataType.Double => [.. tensor.DoubleData.SelectMany(BitConverter.GetBytes)],
            TensorProto.Types.DataType.Float16 => [.. tensor.Int32Data.SelectMany(bits => BitConverter.GetBytes((ushort)bits))],
            TensorProto.Types.DataType.Int64 => TensorValues.Of(tensor.Name, tensor.Integers(origin), [.. tensor.Dims]).RawData.ToByteArray(),
            _ => throw new Edge.Vision.Inference.ModelRefusedException($"model '{origin}': constant '{tensor.Name}' has elements of type {(TensorProto.Types.DataType)tensor.DataType} that pruning can't cut"),
        };
    }

    private static void Apply(OnnxModel model, NodeProto node, CountEdit edit, KeptChannels kept)
    {
        int count = kept.Count(edit.Variables);
        if (count == edit.Variables.Length && edit.Attribute != "starts" && edit.Attribute != "ends")
        {
            // Bounds may be negative or past the end, and mean something else once the channels are fewer; sizes mean what they say.
            if (edit.Input < 0 || node.OpType != "Slice")
                return;
        }

        if (edit.Input < 0)
        {
            AttributeProto attribute = node.Find(edit.Attribute)!;
            if (edit.Position < 0)
                attribute.I = count;
            else
                attribute.Ints[edit.Position] = count;
            return;
        }

        TensorProto old = model.Initializer(node.Input[edit.Input])!;
        long[] numbers = old.Integers(model.Origin);
        numbers[edit.Position] = count;
        TensorProto changed = (TensorProto.Types.DataType)old.DataType == TensorProto.Types.DataType.Int32
            ? TensorValues.Of(old.Name, (ReadOnlySpan<int>)[.. numbers.Select(number => (int)number)], [.. old.Dims])
            : TensorValues.Of(old.Name, (ReadOnlySpan<long>)numbers, [.. old.Dims]);
        Put(model, node, edit.Input, changed);
    }
}
