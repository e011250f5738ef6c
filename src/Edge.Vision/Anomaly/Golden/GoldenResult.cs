using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>How a picture lies over its template.</summary>
/// <param name="IsRegistered">Whether the template's part was found, within the ranges of the options. If not, nothing was compared: that is no pass.</param>
/// <param name="Transform">Where it lies; the best guess where it is not registered.</param>
/// <param name="Agreement">Correlation of brightness after registration, -1 to 1; 0 where a picture has no contrast. Low: no part, or another product.</param>
/// <param name="Coverage">Share of the template that lies inside the frame, 0 to 1. What lies outside was not judged, nor a rim as wide as the tolerances at edges and of local shifts: what is seen there may have come from outside.</param>
/// <param name="Threshold">Difference of brightness that counted, in grey levels of the template, 1 to 255; 0 where nothing was compared.</param>
public readonly record struct GoldenResult(bool IsRegistered, Similarity Transform, float Agreement, float Coverage, float Threshold);
