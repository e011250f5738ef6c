using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Carried;

/// <summary>How a <see cref="CarriedOrder"/> fares.</summary>
/// <param name="Id">The order's.</param>
/// <param name="Updates">By kind.</param>
/// <param name="Fault">Why nothing of it can be done; empty for none.</param>
internal sealed record CarriedResult(string Id, IReadOnlyDictionary<ReleaseKind, UpdateProgress> Updates, string Fault)
{
    /// <summary>Whether nothing more will come.</summary>
    public bool IsOver => Fault.Length > 0 || (Updates.Count > 0 && Updates.Values.All(update => update.Outcome != UpdateOutcome.Running));
}
