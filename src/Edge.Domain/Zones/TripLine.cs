using Edge.Domain.Geometry;

namespace Edge.Domain.Zones;

/// <summary>
/// A named line segment that objects cross. Looking from <paramref name="From"/> to <paramref name="To"/>,
/// the left side is to the left hand and the right side to the right hand, in the picture as shown (y grows downwards).
/// </summary>
/// <param name="Id">Unique within its camera, zones included.</param>
/// <param name="From">First end, normalised.</param>
/// <param name="To">Second end, normalised; differs from the first.</param>
/// <param name="Anchor">Which point of an object's box must cross.</param>
public sealed record TripLine(string Id, PointNorm From, PointNorm To, BoxAnchor Anchor = BoxAnchor.BottomCenter);
