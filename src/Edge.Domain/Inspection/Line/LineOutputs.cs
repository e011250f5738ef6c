namespace Edge.Domain.Inspection.Line;

/// <summary>The levels that the line's outputs must have now; true is active.</summary>
/// <param name="Ejector">Throws out what is in front of it.</param>
/// <param name="LineStop">Stops the belt.</param>
/// <param name="Ready">The station is at work. Whatever stands behind it takes its own safe action while this is inactive.</param>
public readonly record struct LineOutputs(bool Ejector, bool LineStop, bool Ready);
