namespace Edge.Contracts.Messages;

/// <summary>A place in the picture, in millimetres from the frame's top left corner.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public sealed record PositionMm(double X, double Y);
