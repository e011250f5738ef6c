using Edge.Contracts.Messages;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly;

namespace Edge.Agent.Station;

/// <summary>What was found on one part, and with what. Immutable.</summary>
/// <param name="Verdict">What is said of the part, by limits alone: neither the deadline nor fail-safe are in it.</param>
/// <param name="Model">The detector that looked; null where none did.</param>
/// <param name="Template">The template that it was compared with; null where none was.</param>
/// <param name="Anomaly">The anomaly model that looked; null where none did.</param>
internal sealed record PartFindings(Verdict Verdict, AlertModel? Model, VerdictTemplate? Template, AlertModel? Anomaly)
{
    /// <summary>How far each patch is from good ones, until the judge looks at its next part; null without an anomaly model.</summary>
    public AnomalyMap? Map { get; init; }
}
