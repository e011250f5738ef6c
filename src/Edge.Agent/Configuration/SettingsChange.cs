namespace Edge.Agent.Configuration;

/// <summary>New settings took the place of old ones.</summary>
/// <param name="Old">What was in force.</param>
/// <param name="New">What is in force now; settings that need a restart have their old values.</param>
/// <param name="AfterRestart">The changed settings that take effect only after a restart, such as <c>mqtt.host</c>.</param>
public sealed record SettingsChange(EdgeSettings Old, EdgeSettings New, IReadOnlyList<string> AfterRestart);
