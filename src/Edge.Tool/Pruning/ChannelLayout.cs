namespace Edge.Tool.Pruning;

/// <summary>Which dimension of a value holds its channels, and the variable of each place in it.</summary>
/// <param name="Axis">The dimension, from 0.</param>
/// <param name="Variables">One for each place of that dimension; one that repeats stands for places that come and go together.</param>
internal sealed record ChannelLayout(int Axis, int[] Variables);
