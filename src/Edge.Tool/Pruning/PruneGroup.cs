namespace Edge.Tool.Pruning;

/// <summary>Channels that are alike: each can be removed by itself, and each removal changes the same constants.</summary>
/// <param name="Name">Name of the first node that makes them.</param>
/// <param name="Units">The channels: one variable for all that must go with it.</param>
/// <param name="Makers">Names of the nodes that make them; more than one where their outputs are added.</param>
/// <param name="Takers">Names of the nodes with weights that take them.</param>
internal sealed record PruneGroup(string Name, IReadOnlyList<int> Units, IReadOnlyList<string> Makers, IReadOnlyList<string> Takers);
