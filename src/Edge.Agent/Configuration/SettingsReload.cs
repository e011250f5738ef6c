namespace Edge.Agent.Configuration;

/// <summary>What came of one reload.</summary>
/// <param name="Result">What was read: its faults, warnings and places. With faults the last good settings stay in force.</param>
/// <param name="Change">What changed; null where nothing did or the reload failed.</param>
/// <param name="AfterRestart">Settings as written that differ from those in force and take effect only after a restart.</param>
public sealed record SettingsReload(SettingsResult Result, SettingsChange? Change, IReadOnlyList<string> AfterRestart);
