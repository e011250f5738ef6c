using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>One place where a picture differs from its template.</summary>
/// <param name="Box">Where, in pixels of the captured frame, clipped to it, with what the tolerance at edges forgives around it.</param>
/// <param name="Score">How clear it is, 0 to 1: 0.5 is a difference of the template's full contrast over 16 pixels beyond the tolerance.</param>
/// <param name="AreaPx">Its area beyond the tolerance, in square pixels of the captured frame.</param>
/// <param name="Sign">To which side it differs, by most of its area.</param>
public readonly record struct GoldenDifference(BoxPx Box, float Score, float AreaPx, DifferenceSign Sign);
