namespace Edge.Tool.Pruning;

/// <summary>Says what it costs to remove a channel, given those that are gone already. Not thread safe.</summary>
internal interface IRemovalScore
{
    /// <summary>What removing <paramref name="unit"/> of group number <paramref name="group"/> costs; 0 or more.</summary>
    double Cost(int group, int unit);

    /// <summary>Takes note of a removal.</summary>
    void Remove(int group, int unit);

    /// <summary>A copy to try things on.</summary>
    IRemovalScore Clone();
}
