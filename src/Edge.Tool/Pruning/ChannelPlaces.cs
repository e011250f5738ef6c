namespace Edge.Tool.Pruning;

/// <summary>Where the channels of a coupled graph lie among the inputs and outputs of its layers.</summary>
internal sealed class ChannelPlaces
{
    private readonly Dictionary<int, (int Layer, int[] Places)[]> _taken;
    private readonly Dictionary<int, (int Layer, int[] Places)[]> _made;

    /// <summary>Looks them up once.</summary>
    public ChannelPlaces(CoupledGraph graph)
    {
        _taken = Find(graph, layer => layer.Inputs);
        _made = Find(graph, layer => layer.Outputs);
    }

    /// <summary>Layers that take a channel, with its places among their inputs.</summary>
    public IReadOnlyList<(int Layer, int[] Places)> Taken(int unit) => _taken.GetValueOrDefault(unit) ?? [];

    /// <summary>Layers that make a channel, with its places among their outputs.</summary>
    public IReadOnlyList<(int Layer, int[] Places)> Made(int unit) => _made.GetValueOrDefault(unit) ?? [];

    private static Dictionary<int, (int, int[])[]> Find(CoupledGraph graph, Func<LinearLayer, int[]> channels)
    {
        Dictionary<int, List<(int, int[])>> found = [];
        for (int layer = 0; layer < graph.Layers.Count; layer++)
        {
            if (!graph.Layers[layer].MakesChannels)
                continue;
            foreach (IGrouping<int, int> places in Enumerable.Range(0, channels(graph.Layers[layer]).Length)
                .GroupBy(place => graph.Variables.Find(channels(graph.Layers[layer])[place])))
            {
                if (!found.TryGetValue(places.Key, out List<(int, int[])>? list))
                    found[places.Key] = list = [];
                list.Add((layer, [.. places]));
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
