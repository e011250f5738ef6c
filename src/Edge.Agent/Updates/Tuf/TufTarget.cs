using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Tuf;

/// <summary>A target that trusted metadata describes.</summary>
/// <param name="Path">Its name.</param>
/// <param name="File">Its length and hashes, and what the product says of it.</param>
/// <param name="DownloadPath">Where it lies below the address of targets, escaped as in a URL; with consistent snapshots its hash is before the file's name (5.7.3).</param>
public sealed record TufTarget(string Path, TufTargetFile File, string DownloadPath);
