namespace Edge.Tool.Pruning;

/// <summary>What became of a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Before">Channels it had.</param>
/// <param name="After">Channels that are left.</param>
internal sealed record GroupOutcome(PruneGroup Group, int Before, int After);
