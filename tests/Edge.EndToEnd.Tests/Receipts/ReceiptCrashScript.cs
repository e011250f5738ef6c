namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>What a run does.</summary>
/// <param name="Kills">How many times kill -9.</param>
/// <param name="Seed">Chooses the moments.</param>
/// <param name="PowerCuts">Whether with each kill what was not synced is gone, or there only in pieces.</param>
/// <param name="WaitsForDisk">Whether receipts count as committed only once synced; false must lose some with <paramref name="PowerCuts"/>.</param>
internal sealed record ReceiptCrashScript(int Kills, int Seed, bool PowerCuts = false, bool WaitsForDisk = true);
