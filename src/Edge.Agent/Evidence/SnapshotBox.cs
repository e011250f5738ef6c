using Edge.Domain.Geometry;

namespace Edge.Agent.Evidence;

/// <summary>One object to mark in a snapshot.</summary>
/// <param name="Box">Where, in pixels of the captured frame; may reach outside it.</param>
/// <param name="Label">What, such as <c>person</c>.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="IsSubject">True for the object that the alert is about; the others are drawn quietly.</param>
public readonly record struct SnapshotBox(BoxPx Box, string Label, float Score, bool IsSubject);
