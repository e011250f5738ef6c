using System.Text;
using Google.Protobuf;

namespace Edge.Tool.Onnx;

/// <summary>Attributes of a node by name, with ONNX's defaults given by the caller.</summary>
internal static class NodeAttributes
{
    /// <summary>The attribute; null when the node doesn't have it.</summary>
    public static AttributeProto? Find(this NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>An integer.</summary>
    public static long Int(this NodeProto node, string name, long fallback) => node.Find(name)?.I ?? fallback;

    /// <summary>A float.</summary>
    public static float Float(this NodeProto node, string name, float fallback) => node.Find(name)?.F ?? fallback;

    /// <summary>A text.</summary>
    public static string Text(this NodeProto node, string name, string fallback) => node.Find(name)?.S.ToStringUtf8() ?? fallback;

    /// <summary>Integers; null when the node doesn't have them.</summary>
    public static long[]? Ints(this NodeProto node, string name) => node.Find(name) is { } found ? [.. found.Ints] : null;

    /// <summary>Sets an integer.</summary>
    public static NodeProto With(this NodeProto node, string name, long value) =>
        Set(node, new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value });

    /// <summary>Sets integers.</summary>
    public static NodeProto With(this NodeProto node, string name, IEnumerable<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return Set(node, attribute);
    }

    /// <summary>Sets a text.</summary>
    public static NodeProto With(this NodeProto node, string name, string value) =>
        Set(node, new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFrom(value, Encoding.UTF8) });

    /// <summary>Takes an attribute away, if it is there.</summary>
    public static void Without(this NodeProto node, string name)
    {
        if (node.Find(name) is { } attribute)
            node.Attribute.Remove(attribute);
    }

    /// <summary>Input <paramref name="index"/>; empty where the node has none.</summary>
    public static string InputAt(this NodeProto node, int index) => index < node.Input.Count ? node.Input[index] : "";

    /// <summary>A new node of ONNX's own domain.</summary>
    public static NodeProto Create(string operation, string name, IEnumerable<string> inputs, IEnumerable<string> outputs)
    {
        NodeProto node = new() { OpType = operation, Name = name };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        return node;
    }

    private static NodeProto Set(NodeProto node, AttributeProto attribute)
    {
        node.Without(attribute.Name);
        node.Attribute.Add(attribute);
        return node;
    }
}
