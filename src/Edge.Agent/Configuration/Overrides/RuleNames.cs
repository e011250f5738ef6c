using Edge.Agent.Configuration.Description;

namespace Edge.Agent.Configuration.Overrides;

/// <summary>
/// Names the rules that were given no id: kind, place and classes (<c>enters-door-person</c>), so that the name stays when rules are added above;
/// a number behind it where that is taken; kind and position (<c>present-3</c>) where it would be long.
/// </summary>
internal static class RuleNames
{
    private const int LongestName = 48;

    /// <summary>The rules, each with an id.</summary>
    /// <param name="rules">Rules of one camera.</param>
    /// <param name="taken">Ids of its zones and lines.</param>
    public static IReadOnlyList<RuleSettings> Fill(IReadOnlyList<RuleSettings> rules, IReadOnlyList<string> taken)
    {
        var used = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        used.UnionWith(rules.Select(r => r.Id));
        var named = new List<RuleSettings>(rules.Count);
        for (int i = 0; i < rules.Count; i++)
            named.Add(rules[i].Id.Length > 0 ? rules[i] : rules[i] with { Id = Free(Name(rules[i], i + 1), used) });
        return named;
    }

    private static string Name(RuleSettings rule, int position)
    {
        string kind = Names.Of(rule.When);
        IEnumerable<string> parts = [kind, rule.Zone, rule.Line, .. rule.Classes];
        string name = string.Join('-', parts.Where(p => p.Length > 0));
        name = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return name.Length > LongestName || name == kind ? $"{kind}-{position}" : name;
    }

    private static string Free(string name, HashSet<string> used)
    {
        string free = name;
        for (int n = 2; !used.Add(free); n++)
            free = $"{name}-{n}";
        return free;
    }
}
