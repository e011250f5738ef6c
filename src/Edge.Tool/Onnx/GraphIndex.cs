namespace Edge.Tool.Onnx;

/// <summary>Who makes and who takes each value of a graph.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> _initializers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public GraphIndex(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer)
            _initializers[tensor.Name] = tensor;
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output.Where(output => output.Length > 0))
                _producers[output] = node;
            foreach (string input in Taken(node))
            {
                if (!_consumers.TryGetValue(input, out List<NodeProto>? takers))
                    _consumers[input] = takers = [];
                if (takers.Count == 0 || !ReferenceEquals(takers[^1], node))
                    takers.Add(node);
            }
        }

        _outputs.UnionWith(graph.Output.Select(output => output.Name));
        _names.UnionWith(_producers.Keys);
        _names.UnionWith(_consumers.Keys);
        _names.UnionWith(_initializers.Keys);
        _names.UnionWith(_outputs);
        _names.UnionWith(graph.Input.Select(input => input.Name));
    }

    public NodeProto? Producer(string value) => _producers.GetValueOrDefault(value);

    public IReadOnlyList<NodeProto> Consumers(string value) => _consumers.GetValueOrDefault(value) ?? (IReadOnlyList<NodeProto>)[];

    public TensorProto? Initializer(string value) => _initializers.GetValueOrDefault(value);

    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>A name that nothing has, and that nothing will be given again.</summary>
    public string FreeName(string wanted)
    {
        string name = wanted;
        for (int i = 1; !_names.Add(name); i++)
            name = $"{wanted}_{i}";
        return name;
    }

    /// <summary>What a node takes, with what graphs inside it take from outside.</summary>
    private static IEnumerable<string> Taken(NodeProto node)
    {
        IEnumerable<string> own = node.Input.Where(input => input.Length > 0);
        IEnumerable<GraphProto> nested = node.Attribute.SelectMany(attribute => attribute.Graphs.Concat(attribute.G is null ? [] : [attribute.G]));
        return own.Concat(nested.SelectMany(FromOutside));
    }

    private static IEnumerable<string> FromOutside(GraphProto graph)
    {
        HashSet<string> inside = [.. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(tensor => tensor.Name), .. graph.Node.SelectMany(node => node.Output)];
        return graph.Node.SelectMany(Taken).Concat(graph.Output.Select(output => output.Name)).Where(value => !inside.Contains(value));
    }
}
