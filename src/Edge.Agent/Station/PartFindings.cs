using Edge.Contracts.Messages;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station;

/// <summary>What was found on one part, and with what. Immutable.</summary>
/// <param name="Verdict">What is said of the part, by limits alone: neither the deadline nor fail-safe are in it.</param>
/// <param name="Model">The detector that looked; null where none did.</param>
/// <param name="Template">The template that it was compared with; null where none was.</param>
/// <param name="Anomaly">The anomaly model that looked; null where none did.</param>
internal sealed record PartFindings(Verdict Verdict, AlertModel? Model, VerdictTemplate? Template, AlertModel? Anomaly);
