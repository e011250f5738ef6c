using System.Collections.Immutable;
using Edge.Domain.Rules;

namespace Edge.Agent.Configuration;

/// <summary>The rules of every camera, ready to run, or what the model does not know.</summary>
/// <param name="RulesByCamera">Rules by camera id, in the order written; empty where there are faults.</param>
/// <param name="Faults">Every class name that the model does not know.</param>
public sealed record RuleResolution(IReadOnlyDictionary<string, ImmutableArray<Rule>> RulesByCamera, IReadOnlyList<SettingsFault> Faults)
{
    /// <summary>Whether the rules can run.</summary>
    public bool IsValid => Faults.Count == 0;
}
