namespace Edge.Tool.Evaluation;

/// <summary>One image file of a data set and the path of its labels.</summary>
/// <param name="Id">The number in the file's name where it is one (COCO's image id), else its position in the set, from 1.</param>
/// <param name="ImagePath">The image file.</param>
/// <param name="LabelPath">Its label file; a file that does not exist means that the image has no objects.</param>
public sealed record LabelledImage(long Id, string ImagePath, string LabelPath);
