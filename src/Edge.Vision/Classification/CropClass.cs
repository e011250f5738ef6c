namespace Edge.Vision.Classification;

/// <summary>What a classifier says of one crop.</summary>
/// <param name="ClassId">Index into the classifier's labels; -1 when it says nothing.</param>
/// <param name="Score">Probability of that class, 0 to 1.</param>
/// <param name="Margin">How far it is ahead of the second class, 0 to 1.</param>
public readonly record struct CropClass(int ClassId, float Score, float Margin)
{
    /// <summary>Nothing was said.</summary>
    public static CropClass None { get; } = new(-1, 0, 0);
}
