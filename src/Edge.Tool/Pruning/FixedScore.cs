namespace Edge.Tool.Pruning;

/// <summary>Costs that don't depend on what is gone: each channel's part of its group's importance.</summary>
/// <param name="costs">By channel.</param>
internal sealed class FixedScore(IReadOnlyDictionary<int, double> costs) : IRemovalScore
{
    /// <inheritdoc/>
    public double Cost(int group, int unit) => costs[unit];

    /// <inheritdoc/>
    public void Remove(int group, int unit)
    {
        // Nothing else becomes more or less important.
    }

    /// <inheritdoc/>
    public IRemovalScore Clone() => this;
}
