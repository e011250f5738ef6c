namespace Edge.Tool.Pruning;

/// <summary>
/// One variable for every channel of every tensor: channels that must be kept or removed together are tied, and channels that must stay
/// are frozen, with the reason. A forest of disjoint sets (Tarjan 1975), with path halving.
/// </summary>
internal sealed class ChannelVariables
{
    private readonly List<int> _parent = [];
    private readonly List<string?> _frozen = [];

    /// <summary>Number of variables.</summary>
    public int Count => _parent.Count;

    /// <summary>New variables, tied to nothing.</summary>
    public int[] Add(int count)
    {
        int first = _parent.Count;
        for (int i = 0; i < count; i++)
        {
            _parent.Add(first + i);
            _frozen.Add(null);
        }

        return [.. Enumerable.Range(first, count)];
    }

    /// <summary>New variables that must stay.</summary>
    public int[] AddFrozen(int count, string reason)
    {
        int[] added = Add(count);
        Freeze(added, reason);
        return added;
    }

    /// <summary>The one that stands for all that are tied to <paramref name="variable"/>.</summary>
    public int Find(int variable)
    {
        while (_parent[variable] != variable)
        {
            _parent[variable] = _parent[_parent[variable]];
            variable = _parent[variable];
        }

        return variable;
    }

    /// <summary>Keeps or removes <paramref name="a"/> and <paramref name="b"/> together.</summary>
    public void Tie(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a == b)
            return;
        // The older one stands for both, so that results do not depend on the order of ties.
        (int root, int child) = a < b ? (a, b) : (b, a);
        _parent[child] = root;
        _frozen[root] ??= _frozen[child];
    }

    /// <summary>Ties two rows of channels, one to one.</summary>
    public void Tie(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"{a.Length} channels can't be tied to {b.Length}");
        for (int i = 0; i < a.Length; i++)
            Tie(a[i], b[i]);
    }

    /// <summary>Lets <paramref name="channels"/> stay; the first reason given is the one that is told.</summary>
    public void Freeze(ReadOnlySpan<int> channels, string reason)
    {
        foreach (int channel in channels)
            _frozen[Find(channel)] ??= reason;
    }

    /// <summary>Why <paramref name="variable"/> must stay; null where it need not.</summary>
    public string? ReasonFrozen(int variable) => _frozen[Find(variable)];
}
