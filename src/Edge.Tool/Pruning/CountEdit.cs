namespace Edge.Tool.Pruning;

/// <summary>A number in the graph (a size, a bound, a count of groups) that says how many of some channels there are.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Input">The constant input that holds the number; -1 where it is an attribute.</param>
/// <param name="Attribute">The attribute; empty where it is an input.</param>
/// <param name="Position">Place of the number in a list of numbers; -1 where there is just one.</param>
/// <param name="Variables">The channels that it counts.</param>
internal sealed record CountEdit(string Node, int Input, string Attribute, int Position, int[] Variables);
