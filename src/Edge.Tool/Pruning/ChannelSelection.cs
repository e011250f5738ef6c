namespace Edge.Tool.Pruning;

/// <summary>
/// Chooses channels until the target is reached: each step takes, of all groups, the one whose next few channels do the least damage
/// for the multiply-accumulates they save. Not thread safe.
/// </summary>
internal sealed class ChannelSelection
{
    private readonly CoupledGraph _graph;
    private readonly PruneGroups _groups;
    private readonly IRemovalScore _score;
    private readonly SelectionOptions _options;
    private readonly List<int>[] _left;
    private readonly double[] _spent;

    /// <summary>Begins with nothing removed.</summary>
    public ChannelSelection(CoupledGraph graph, PruneGroups groups, IRemovalScore score, SelectionOptions options)
    {
        _graph = graph;
        _groups = groups;
        _score = score;
        _options = options;
        _left = [.. groups.Groups.Select(group => group.Units.ToList())];
        _spent = new double[_left.Length];
        Kept = graph.KeepAll();
    }

    /// <summary>What stays so far.</summary>
    public KeptChannels Kept { get; }

    /// <summary>Removes until the layers need at most <paramref name="macs"/> multiply-accumulates.</summary>
    /// <param name="macs">The target.</param>
    /// <param name="prices">One a group.</param>
    /// <returns>Whether it is reached; if not, all that may go is gone.</returns>
    public bool ReduceTo(long macs, IReadOnlyList<GroupPrice> prices)
    {
        long now = _graph.Macs(Kept);
        while (now > macs)
        {
            int best = -1;
            double least = double.PositiveInfinity;
            for (int group = 0; group < _left.Length; group++)
            {
                int[] step = NextStep(group);
                if (step.Length == 0)
                    continue;
                long saved = Math.Min(Saved(now, step), now - macs);
                double cost = step.Sum(unit => _score.Cost(group, unit));
                double damage = prices[group].Damage(_spent[group] + cost) - prices[group].Damage(_spent[group]);
                double rate = damage / Math.Max(saved, 1e-3);
                if (rate < least)
                    (best, least) = (group, rate);
            }

            if (best < 0)
                return false;
            Remove(best, NextStep(best).Length);
            now = _graph.Macs(Kept);
        }

        return true;
    }

    /// <summary>Removes some channels of one group, whatever they save.</summary>
    /// <returns>What that costs in all.</returns>
    public double Remove(int group, int count)
    {
        double cost = 0;
        for (int i = 0; i < count; i++)
        {
            // Each removal changes what the others cost.
            (double least, int unit) = _left[group].Select(candidate => (_score.Cost(group, candidate), candidate)).Min();
            _left[group].Remove(unit);
            _score.Remove(group, unit);
            Kept.Remove(unit);
            cost += least;
        }

        _spent[group] += cost;
        return cost;
    }

    /// <summary>Channels of a group that a step would take; none where too few are left.</summary>
    public int[] NextStep(int group)
    {
        int left = _left[group].Count, all = _groups.Groups[group].Units.Count;
        int step = left % _options.RoundTo == 0 ? _options.RoundTo : left % _options.RoundTo;
        int least = Math.Max(1, (int)Math.Ceiling(all * _options.LeastKept));
        if (left - step < least)
            return [];
        return [.. _left[group].OrderBy(unit => _score.Cost(group, unit)).ThenBy(unit => unit).Take(step)];
    }

    private long Saved(long now, int[] step)
    {
        foreach (int unit in step)
            Kept.Remove(unit);
        long saved = now - _graph.Macs(Kept);
        foreach (int unit in step)
            Kept.Restore(unit);
        return saved;
    }
}
