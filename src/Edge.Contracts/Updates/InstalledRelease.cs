namespace Edge.Contracts.Updates;

/// <summary>What of one kind a device runs.</summary>
/// <param name="Target">Path of the TUF target; empty for what was there before any release, such as the pack that ships.</param>
/// <param name="Name">Name, such as the pack's.</param>
/// <param name="Version">Version, for people.</param>
/// <param name="Counter">The release counter, which never decreases; 0 for what was there before any release.</param>
/// <param name="Sha256">SHA-256 of the target's file, 64 lower-case hexadecimal digits; empty where there is no target.</param>
public sealed record InstalledRelease(string Target, string Name, string Version, long Counter, string Sha256);
