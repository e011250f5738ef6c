namespace Edge.Contracts.Messages;

/// <summary>A box: left, top, width, height, from the frame's top left corner.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, 0 or more.</param>
/// <param name="Height">Height, 0 or more.</param>
public sealed record AlertBox(double X, double Y, double Width, double Height);
