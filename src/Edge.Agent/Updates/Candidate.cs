using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>A release on its way in.</summary>
/// <param name="Release">What it is.</param>
/// <param name="File">Its verified file.</param>
/// <param name="Description">What its metadata says: limits among it.</param>
internal sealed record Candidate(InstalledRelease Release, string File, ReleaseDescription Description);
