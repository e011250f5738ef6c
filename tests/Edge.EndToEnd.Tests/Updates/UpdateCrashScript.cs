namespace Edge.EndToEnd.Tests.Updates;

/// <summary>What a run does.</summary>
/// <param name="Kills">How many kills at least; it goes on until each transition was cut once, too.</param>
/// <param name="Seed">Chooses the moments and what a cut leaves.</param>
/// <param name="PowerCuts">Whether with each kill any part of what was not synced is gone.</param>
/// <param name="Synchronous">Whether syncs do anything; false must be found out, with <paramref name="PowerCuts"/>.</param>
/// <param name="VisitsAll">Whether the run goes on until every transition was cut.</param>
internal sealed record UpdateCrashScript(int Kills, int Seed, bool PowerCuts = true, bool Synchronous = true, bool VisitsAll = true);
