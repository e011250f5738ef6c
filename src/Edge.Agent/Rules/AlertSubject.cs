using Edge.Contracts.Messages;

namespace Edge.Agent.Rules;

/// <summary>What an alert's classes mean and which model saw them. One for each model in force.</summary>
/// <param name="Model">Name, version and digest of the detector.</param>
/// <param name="Labels">The detector's class names, by class id.</param>
/// <param name="KindLabels">The second-stage classifier's names, by kind id; empty without one.</param>
public sealed record AlertSubject(AlertModel Model, IReadOnlyList<string> Labels, IReadOnlyList<string> KindLabels);
