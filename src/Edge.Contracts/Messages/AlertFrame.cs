namespace Edge.Contracts.Messages;

/// <summary>The frame that decided an alert.</summary>
/// <param name="Sequence">Position in its source, from 0, dropped frames counted.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Height">Rows, in pixels.</param>
public sealed record AlertFrame(long Sequence, int Width, int Height);
