using Edge.Domain.Geometry;

namespace Edge.Domain.Detections;

/// <summary>One object that the detector found in one frame.</summary>
/// <param name="ClassId">Index into the model's labels, from 0.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Box">Where, in pixels of the captured frame, clipped to it.</param>
public readonly record struct Detection(int ClassId, float Score, BoxPx Box);
