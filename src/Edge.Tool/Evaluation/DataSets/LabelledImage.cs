namespace Edge.Tool.Evaluation.DataSets;

/// <summary>One image file of a data set and the path of its labels.</summary>
/// <param name="Id">The number that the data set gives it (COCO), else the number in its name where all names are numbers, else its position in the set, from 1.</param>
/// <param name="Name">What lists call it: the file's name without folder and ending; for images in folders under <c>images/</c>, with them.</param>
/// <param name="ImagePath">The image file.</param>
/// <param name="LabelPath">Its label file; a file that does not exist means that the image has no objects.</param>
public sealed record LabelledImage(long Id, string Name, string ImagePath, string LabelPath);
