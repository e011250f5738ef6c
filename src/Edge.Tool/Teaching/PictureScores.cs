namespace Edge.Tool.Teaching;

/// <summary>Both scores of a picture: those of its strongest patches.</summary>
/// <param name="Neighbour">Distance to the nearest patch of the memory.</param>
/// <param name="Gaussian">Mahalanobis distance.</param>
internal readonly record struct PictureScores(float Neighbour, float Gaussian);
