namespace Edge.Tool.Pruning;

/// <summary>Adjusts the weights of layers to the absence of what they took, from the dense model's statistics alone.</summary>
internal static class Compensation
{
    /// <summary>The adjusted weights for what is kept; null where none are wanted.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="kept">What stays.</param>
    /// <param name="score">The score that chose; where it adjusts by itself, its state is taken.</param>
    /// <param name="adjusting">Adjusts from nothing removed; null wants no adjustment.</param>
    public static Dictionary<(string Node, int Input), float[]>? Of(
        CoupledGraph graph, PruneGroups groups, KeptChannels kept, IRemovalScore score, ReconstructionScore? adjusting)
    {
        if (adjusting is null)
            return null;
        if (score is ReconstructionScore own)
            return own.AdjustedWeights(kept);
        ReconstructionScore state = (ReconstructionScore)adjusting.Clone();
        for (int group = 0; group < groups.Groups.Count; group++)
        {
            foreach (int unit in groups.Groups[group].Units.Where(unit => !kept.Keeps(unit)))
                state.Remove(group, unit);
        }

        return state.AdjustedWeights(kept);
    }
}
