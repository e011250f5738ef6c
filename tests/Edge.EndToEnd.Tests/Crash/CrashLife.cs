namespace Edge.EndToEnd.Tests.Crash;

/// <summary>What one life of the child is started with.</summary>
/// <param name="Script">The run's script.</param>
/// <param name="Device">Id of the device.</param>
/// <param name="DataPath">Its data folder.</param>
/// <param name="Port">The broker's.</param>
/// <param name="From">The first event that the world still shows, by camera, where the child cannot go back to one.</param>
/// <param name="Until">Last event of each camera; 0 is no end.</param>
internal sealed record CrashLife(CrashScript Script, string Device, string DataPath, int Port, IReadOnlyDictionary<string, long> From, long Until);
