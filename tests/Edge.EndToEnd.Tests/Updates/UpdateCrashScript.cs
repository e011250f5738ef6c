namespace Edge.EndToEnd.Tests.Updates;

/// <summary>What a run does.</summary>
/// <param name="Kills">How many kills at least; it goes on until each transition was cut once, too.</param>
/// <param name="Seed">Chooses the moments and what a cut leaves.</param>
/// <param name="PowerCuts">Whether with each kill any part of what was not synced is gone.</param>
/// <param name="Lie">Syncs of paths that end in this do nothing, with an empty text none does; must be found out, with <paramref name="PowerCuts"/>. Null for an honest disk.</param>
/// <param name="VisitsAll">Whether the run goes on until every transition was cut.</param>
internal sealed record UpdateCrashScript(int Kills, int Seed, bool PowerCuts = true, string? Lie = null, bool VisitsAll = true);
