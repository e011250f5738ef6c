namespace Edge.Contracts.Updates.Publishing;

/// <summary>What a cloud serves.</summary>
/// <param name="State">Its metadata.</param>
/// <param name="Releases">The releases in force, deltas not among them; newest counter first within a kind.</param>
public sealed record ReleaseList(RepositoryState State, IReadOnlyList<ReleaseTarget> Releases);
