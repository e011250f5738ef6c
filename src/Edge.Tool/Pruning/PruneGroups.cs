namespace Edge.Tool.Pruning;

/// <summary>The groups of a coupled graph, and what can't be pruned.</summary>
/// <param name="Groups">What can be pruned, in the order in which it is made.</param>
/// <param name="Frozen">What can't, with the reasons.</param>
internal sealed record PruneGroups(IReadOnlyList<PruneGroup> Groups, IReadOnlyList<FrozenLayer> Frozen)
{
    /// <summary>Sorts the channels of <paramref name="graph"/> into groups.</summary>
    public static PruneGroups Of(CoupledGraph graph)
    {
        ChannelVariables variables = graph.Variables;
        Dictionary<int, List<int>> slotsOfUnit = [];
        for (int slot = 0; slot < graph.Slots.Count; slot++)
        {
            foreach (int variable in graph.Slots[slot].Variables)
            {
                int unit = variables.Find(variable);
                if (!slotsOfUnit.TryGetValue(unit, out List<int>? slots))
                    slotsOfUnit[unit] = slots = [];
                slots.Add(slot);
            }
        }

        Dictionary<string, List<int>> byMembers = new(StringComparer.Ordinal);
        foreach (int unit in slotsOfUnit.Keys.Order().Where(unit => variables.ReasonFrozen(unit) is null))
        {
            string members = string.Join(',', slotsOfUnit[unit]);
            if (!byMembers.TryGetValue(members, out List<int>? units))
                byMembers[members] = units = [];
            units.Add(unit);
        }

        List<PruneGroup> groups = [.. byMembers.Values.Select(units => Describe(graph, units)).Where(group => group.Makers.Count > 0)];
        return new PruneGroups(groups, FindFrozen(graph));
    }

    private static PruneGroup Describe(CoupledGraph graph, List<int> units)
    {
        int unit = units[0];
        bool Has(int[] channels) => channels.Any(channel => graph.Variables.Find(channel) == unit);
        string[] makers = [.. graph.Layers.Where(layer => layer.MakesChannels && Has(layer.Outputs)).Select(layer => layer.Name)];
        string[] takers = [.. graph.Layers.Where(layer => layer.MakesChannels && Has(layer.Inputs)).Select(layer => layer.Name)];
        return new PruneGroup(makers.FirstOrDefault(""), units, makers, takers);
    }

    private static List<FrozenLayer> FindFrozen(CoupledGraph graph)
    {
        List<FrozenLayer> frozen = [];
        foreach (LinearLayer layer in graph.Layers.Where(layer => layer.MakesChannels))
        {
            int[] stuck = [.. layer.Outputs.Where(channel => graph.Variables.ReasonFrozen(channel) is not null)];
            if (stuck.Length > 0)
                frozen.Add(new FrozenLayer(layer.Name, stuck.Length, graph.Variables.ReasonFrozen(stuck[0])!));
            else if (layer.Outputs.Select(graph.Variables.Find).Distinct().Count() == 1 && layer.Outputs.Length > 1)
                frozen.Add(new FrozenLayer(layer.Name, layer.Outputs.Length, "all its channels are tied into one, by additions or shuffles"));
        }

        return frozen;
    }
}
