using Edge.Contracts.Updates;

namespace Edge.Tool.Releases;

/// <summary>What came of publishing.</summary>
/// <param name="Target">The release.</param>
/// <param name="Deltas">Deltas with their sizes.</param>
/// <param name="NoDeltas">Why there is no delta from some earlier release.</param>
/// <param name="TargetsVersion">Version of the targets metadata that names it.</param>
internal sealed record PublishedRelease(ReleaseTarget Target, IReadOnlyList<ReleaseTarget> Deltas, IReadOnlyList<string> NoDeltas, long TargetsVersion);
