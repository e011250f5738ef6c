using Edge.Domain.Geometry;

namespace Edge.Domain.Inspection;

/// <summary>How a picture lies over its template.</summary>
/// <param name="IsFound">Whether the template's part was found in it.</param>
/// <param name="Agreement">Correlation of brightness with the template, -1 to 1.</param>
/// <param name="Coverage">Share of the template that lies inside the picture, 0 to 1.</param>
/// <param name="Transform">Where the part lies.</param>
public readonly record struct PartPlacement(bool IsFound, float Agreement, float Coverage, Similarity Transform);
