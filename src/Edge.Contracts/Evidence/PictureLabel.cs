namespace Edge.Contracts.Evidence;

/// <summary>What the model saw on a hard example: a first label for whoever corrects it.</summary>
/// <param name="Class">Class name.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="X">Left edge, as a fraction of the width.</param>
/// <param name="Y">Top edge, as a fraction of the height.</param>
/// <param name="Width">As a fraction of the width.</param>
/// <param name="Height">As a fraction of the height.</param>
public sealed record PictureLabel(string Class, double Score, double X, double Y, double Width, double Height);
