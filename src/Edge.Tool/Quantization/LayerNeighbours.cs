using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>Which layers with weights come right before and after one, with nothing but other operators between.</summary>
internal sealed class LayerNeighbours(OnnxModel model, IReadOnlyCollection<string> layers)
{
    private readonly HashSet<string> _layers = [.. layers];

    /// <summary>The layers around <paramref name="layer"/>.</summary>
    public IReadOnlySet<string> Of(string layer)
    {
        NodeProto node = model.Nodes.First(candidate => candidate.Name == layer);
        HashSet<string> found = [];
        Walk(node, Before, found);
        Walk(node, After, found);
        return found;
    }

    /// <summary>Whether no other layer comes after it.</summary>
    public bool IsLast(string layer)
    {
        HashSet<string> after = [];
        Walk(model.Nodes.First(node => node.Name == layer), After, after);
        return after.Count == 0;
    }

    /// <summary>
    /// Layers that are in bytes between floats: the way there and back costs more than they save.
    /// </summary>
    public IReadOnlyList<string> Islands(IReadOnlySet<string> inFloat)
    {
        HashSet<string> all = [.. inFloat];
        List<string> islands = [];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (string layer in layers.Where(layer => !all.Contains(layer)).ToArray())
            {
                IReadOnlySet<string> around = Of(layer);
                if (around.Count < 2 || !around.All(all.Contains))
                    continue;
                all.Add(layer);
                islands.Add(layer);
                changed = true;
            }
        }

        return islands;
    }

    private void Walk(NodeProto from, Func<NodeProto, IEnumerable<NodeProto>> next, HashSet<string> found)
    {
        HashSet<NodeProto> seen = new(ReferenceEqualityComparer.Instance) { from };
        Queue<NodeProto> open = new(next(from));
        while (open.TryDequeue(out NodeProto? node))
        {
            if (!seen.Add(node))
                continue;
            if (_layers.Contains(node.Name))
            {
                found.Add(node.Name);
                continue;
            }

            foreach (NodeProto further in next(node))
                open.Enqueue(further);
        }
    }

    private IEnumerable<NodeProto> Before(NodeProto node) => node.Input.Where(input => input.Length > 0).Select(model.Producer).OfType<NodeProto>();

    private IEnumerable<NodeProto> After(NodeProto node) => node.Output.Where(output => output.Length > 0).SelectMany(model.Consumers);
}
