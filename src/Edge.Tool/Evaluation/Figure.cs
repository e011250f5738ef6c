namespace Edge.Tool.Evaluation;

/// <summary>One figure of a protocol.</summary>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Value">0 to 1; null or -1 (as pycocotools has it) where nothing in the data set tells.</param>
public readonly record struct Figure(string Key, string Title, double? Value);
