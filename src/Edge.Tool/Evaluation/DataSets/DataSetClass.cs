namespace Edge.Tool.Evaluation.DataSets;

/// <summary>One kind of object that a data set labels.</summary>
/// <param name="Id">The data set's own number for it: COCO's category, DeepPCB's type, otherwise its position from 0.</param>
/// <param name="Name">Its name.</param>
public sealed record DataSetClass(long Id, string Name);
