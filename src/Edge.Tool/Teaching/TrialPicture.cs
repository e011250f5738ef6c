namespace Edge.Tool.Teaching;

/// <summary>What a pack says of one picture.</summary>
/// <param name="Path">The picture.</param>
/// <param name="IsGood">What is true.</param>
/// <param name="Score">In units of the threshold.</param>
/// <param name="Regions">Regions past the threshold.</param>
/// <param name="Ms">How long judging took, in milliseconds.</param>
internal sealed record TrialPicture(string Path, bool IsGood, float Score, int Regions, double Ms);
