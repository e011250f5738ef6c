namespace Edge.Tool.Evaluation.DataSets;

/// <summary>How labels lie beside images.</summary>
public enum DataSetFormat
{
    /// <summary><c>images/</c>, <c>labels/</c> with <c>class cx cy w h</c> a line (fractions of the image), <c>classes.txt</c>.</summary>
    Yolo,

    /// <summary>One JSON file with <c>images</c>, <c>annotations</c> and <c>categories</c>.</summary>
    Coco,

    /// <summary><c>JPEGImages/</c> and <c>Annotations/</c> with one XML file an image.</summary>
    Voc,

    /// <summary><c>images/</c> and <c>labels/</c> with <c>x1 y1 x2 y2 type</c> a line, or the folders <c>group…</c> as the data set is published.</summary>
    DeepPcb,

    /// <summary>A folder of pictures for each class, for classifiers.</summary>
    Folders,
}
