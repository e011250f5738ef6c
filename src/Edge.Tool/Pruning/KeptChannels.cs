namespace Edge.Tool.Pruning;

/// <summary>Which channels of a coupled graph stay. Everything stays at first. Not thread safe.</summary>
internal sealed class KeptChannels
{
    private readonly int[] _roots;
    private readonly bool[] _removed;

    /// <summary>All channels of <paramref name="variables"/>, whose ties are final.</summary>
    public KeptChannels(ChannelVariables variables)
    {
        _roots = new int[variables.Count];
        for (int i = 0; i < _roots.Length; i++)
            _roots[i] = variables.Find(i);
        _removed = new bool[_roots.Length];
    }

    private KeptChannels(KeptChannels other)
    {
        _roots = other._roots;
        _removed = (bool[])other._removed.Clone();
    }

    /// <summary>The one that stands for all that are tied to <paramref name="variable"/>.</summary>
    public int Root(int variable) => _roots[variable];

    /// <summary>Whether a channel stays.</summary>
    public bool Keeps(int variable) => !_removed[_roots[variable]];

    /// <summary>Removes a channel, with all that are tied to it.</summary>
    public void Remove(int variable) => _removed[_roots[variable]] = true;

    /// <summary>Takes a removal back.</summary>
    public void Restore(int variable) => _removed[_roots[variable]] = false;

    /// <summary>How many of <paramref name="variables"/> stay.</summary>
    public int Count(ReadOnlySpan<int> variables)
    {
        int count = 0;
        foreach (int variable in variables)
            count += _removed[_roots[variable]] ? 0 : 1;
        return count;
    }

    /// <summary>Places among <paramref name="variables"/> that stay.</summary>
    public int[] Places(int[] variables) => [.. Enumerable.Range(0, variables.Length).Where(place => Keeps(variables[place]))];

    /// <summary>A copy that can be changed by itself.</summary>
    public KeptChannels Clone() => new(this);
}
