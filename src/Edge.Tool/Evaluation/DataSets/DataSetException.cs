namespace Edge.Tool.Evaluation.DataSets;

/// <summary>A data set that cannot be used; the message names the file, the place in it and what is allowed.</summary>
public sealed class DataSetException(string message) : Exception(message);
