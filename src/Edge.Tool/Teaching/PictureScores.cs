namespace Edge.Tool.Teaching;

/// <summary>Both scores of each patch of a picture; those of the strongest patches are the picture's.</summary>
/// <param name="Neighbour">Distances to the nearest patch of the memory.</param>
/// <param name="Gaussian">Mahalanobis distances.</param>
internal sealed record PictureScores(float[] Neighbour, float[] Gaussian);
