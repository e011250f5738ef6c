namespace Edge.Agent.Updates.Configurations;

/// <summary>What came of reading the configuration again.</summary>
/// <param name="Faults">Why it is not in force; empty when it is.</param>
/// <param name="AfterRestart">Settings that change only with a restart.</param>
internal sealed record ConfigurationReload(IReadOnlyList<string> Faults, IReadOnlyList<string> AfterRestart);
