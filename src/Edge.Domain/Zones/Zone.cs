using Edge.Domain.Geometry;

namespace Edge.Domain.Zones;

/// <summary>A named area of a camera's picture.</summary>
/// <param name="Id">Unique within its camera.</param>
/// <param name="Area">The area, normalised.</param>
/// <param name="Anchor">Which point of an object's box must lie inside.</param>
public sealed record Zone(string Id, Polygon Area, BoxAnchor Anchor = BoxAnchor.BottomCenter);
