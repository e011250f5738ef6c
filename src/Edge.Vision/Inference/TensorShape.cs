namespace Edge.Vision.Inference;

/// <summary>Name, element type and sizes of one input or output of a model.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Element type, as ONNX Runtime spells it.</param>
/// <param name="Sizes">Sizes of its dimensions; -1 where the graph leaves one open.</param>
public sealed record TensorShape(string Name, string Type, IReadOnlyList<int> Sizes)
{
    /// <summary>Whether a size is left open, or all of them are (a graph that gives none means that).</summary>
    public bool IsOpen => Sizes.Count == 0 || Sizes.Any(size => size < 0);

    /// <summary>Whether its sizes are <paramref name="expected"/>, where -1 allows any.</summary>
    public bool Fits(params ReadOnlySpan<int> expected)
    {
        if (expected.Length != Sizes.Count)
            return false;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] >= 0 && Sizes[i] != expected[i])
                return false;
        }

        return true;
    }

    /// <summary>For example <c>output Float [1x3549x85]</c>.</summary>
    public override string ToString() =>
        $"{Name} {Type} [{string.Join('x', Sizes.Select(size => size < 0 ? "?" : size.ToString()))}]";
}
