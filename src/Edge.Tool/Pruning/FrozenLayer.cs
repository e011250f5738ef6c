namespace Edge.Tool.Pruning;

/// <summary>A layer of which outputs must stay.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Channels">How many must stay.</param>
/// <param name="Reason">Why.</param>
internal sealed record FrozenLayer(string Name, int Channels, string Reason);
