namespace Edge.EndToEnd.Tests.Crash;

/// <summary>How often each kind of cut was asked for, and how often the child did get there.</summary>
internal sealed class CrashTally
{
    private readonly SortedDictionary<string, (int Asked, int Reached)> _counts = new(StringComparer.Ordinal);

    public void Count(CrashCut cut, bool reached)
    {
        Add(cut.Label.Length > 0 ? cut.Label : cut.FromStart ? "while starting" : "at random", cut.Label.Length == 0 || reached);
        if (cut.KillBroker)
            Add("broker", true);
        if (cut.PowerCut)
            Add("power", true);
    }

    public override string ToString() => string.Join(", ", _counts.Select(entry => $"{entry.Key} {entry.Value.Reached}/{entry.Value.Asked}"));

    private void Add(string name, bool reached)
    {
        (int asked, int before) = _counts.GetValueOrDefault(name);
        _counts[name] = (asked + 1, before + (reached ? 1 : 0));
    }
}
