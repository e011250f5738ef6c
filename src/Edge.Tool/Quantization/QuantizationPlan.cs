using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>
/// Which nodes of a graph compute on bytes, and which values are quantized for them:
/// 1. what could be, by operator and constants; 2. less what would only carry bytes between floats; 3. the values around what is left;
/// 4. the values that must share a scale because a node only moves them.
/// </summary>
internal sealed class QuantizationPlan
{
    private readonly OnnxModel _model;
    private readonly QuantizationOptions _options;
    private readonly Dictionary<NodeProto, NodeRole> _roles = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);

    /// <summary>Plans for a graph that <see cref="GraphCleanup"/> has cleaned.</summary>
    public QuantizationPlan(OnnxModel model, QuantizationOptions options)
    {
        _model = model;
        _options = options;
        foreach (NodeProto node in model.Nodes)
            _roles[node] = Candidate(node);
        while (DropUseless())
        {
        }

        FoldActivations();
        CollectValues();
        ShareScales();
    }

    /// <summary>Values that get a quantization, in the order in which they are made.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Nodes with weights that stay in floating point, with the reason.</summary>
    public IReadOnlyDictionary<string, string> FloatReasons => _reasons;

    /// <summary>What a node is.</summary>
    public NodeRole Role(NodeProto node) => _roles[node];

    /// <summary>Nodes of an operator that compute on bytes with a scale of their own.</summary>
    public IEnumerable<NodeProto> Arithmetic(string operation) => _model.Nodes.Where(node => node.OpType == operation && _roles[node] == NodeRole.Arithmetic);

    /// <summary>Whether a value comes out of a node that computes on bytes.</summary>
    public bool IsMadeOfBytes(string value) => _model.Producer(value) is { } producer && _roles[producer] != NodeRole.Float;

    /// <summary>The value whose scale <paramref name="value"/> has; itself where it has its own.</summary>
    public string ScaleOwner(string value)
    {
        string owner = value;
        while (_parents.TryGetValue(owner, out string? parent))
            owner = parent;
        return owner;
    }

    /// <summary>The value after Relu or Clip that are part of the node which makes <paramref name="output"/>.</summary>
    public string AfterFolded(string output) =>
        _model.Consumers(output) is [NodeProto only] && _roles[only] == NodeRole.Folded ? only.Output[0] : output;

    /// <summary>Inputs of a node that are values and no constants.</summary>
    public IEnumerable<string> DataInputs(NodeProto node) => _roles[node] switch
    {
        NodeRole.Weighted or NodeRole.Moving => [node.Input[0]],
        _ => node.Input.Where(input => input.Length > 0 && _model.Initializer(input) is null),
    };

    private NodeRole Candidate(NodeProto node)
    {
        NodeRole role = QuantizableNodes.Role(_model, node, out string reason);
        if (role == NodeRole.Float && reason.Length > 0)
            _reasons[node.Name] = reason;
        if (role == NodeRole.Float || !_options.Excluded.Contains(node.Name))
            return role;
        if (role == NodeRole.Weighted)
            _reasons[node.Name] = "excluded";
        return NodeRole.Float;
    }

    /// <summary>Nodes without weights compute on bytes only where bytes come in and bytes are wanted.</summary>
    private bool DropUseless()
    {
        bool changed = false;
        foreach (NodeProto node in _model.Nodes.Where(node => _roles[node] is NodeRole.Arithmetic or NodeRole.Moving))
        {
            bool isFed = DataInputs(node).All(IsBytesOrInput);
            bool isWanted = node.Output.Where(output => output.Length > 0).All(IsWanted);
            if (isFed && isWanted)
                continue;
            _roles[node] = NodeRole.Float;
            changed = true;
        }

        return changed;
    }

    private bool IsBytesOrInput(string value) => _model.Producer(value) is not { } producer
        || _roles[producer] != NodeRole.Float
        || (producer.OpType is "Relu" or "Clip" && _model.Producer(producer.Input[0]) is { } before && _roles[before] is NodeRole.Weighted or NodeRole.Arithmetic);

    private bool IsWanted(string value) => _model.Consumers(value).Any(consumer => _roles[consumer] is not NodeRole.Float and not NodeRole.Folded
        || (consumer.OpType is "Relu" or "Clip" && IsWanted(consumer.Output[0])));

    private void FoldActivations()
    {
        foreach (NodeProto node in _model.Nodes.Where(node => node.OpType is "Relu" or "Clip"))
        {
            string input = node.Input[0];
            bool isAlone = _model.Consumers(input).Count == 1 && !_model.IsOutput(input);
            if (isAlone && _model.Producer(input) is { } producer && _roles[producer] is NodeRole.Weighted or NodeRole.Arithmetic && QuantizableNodes.CanFold(_model, node))
                _roles[node] = NodeRole.Folded;
        }
    }

    private void CollectValues()
    {
        HashSet<string> known = [];
        foreach (NodeProto node in _model.Nodes.Where(node => _roles[node] is not NodeRole.Float and not NodeRole.Folded))
        {
            _values.AddRange(DataInputs(node).Where(known.Add));
            _values.AddRange(node.Output.Where(output => output.Length > 0).Select(AfterFolded).Where(known.Add));
        }
    }

    private void ShareScales()
    {
        foreach (NodeProto node in _model.Nodes.Where(node => _roles[node] == NodeRole.Moving))
        {
            foreach (string output in node.Output.Where(output => output.Length > 0))
            {
                string owner = ScaleOwner(node.Input[0]);
                string own = ScaleOwner(output);
                if (own != owner)
                    _parents[own] = owner;
            }
        }
    }
}
