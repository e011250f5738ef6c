namespace Edge.Vision.Classification;

/// <summary>What is remembered of the latest classification of a track.</summary>
/// <param name="At">Monotonic time of it.</param>
/// <param name="BoxArea">Area of the track's box then, in square pixels.</param>
/// <param name="Result">What was said.</param>
public readonly record struct ClassifiedTrack(TimeSpan At, float BoxArea, CropClass Result);
