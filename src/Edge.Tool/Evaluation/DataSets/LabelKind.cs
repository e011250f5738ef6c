namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Whether a labelled box must be found.</summary>
public enum LabelKind
{
    /// <summary>It must be found.</summary>
    Object,

    /// <summary>It need not be found, and finding it is no false alarm (VOC's <c>difficult</c>, ICDAR's "don't care").</summary>
    Difficult,

    /// <summary>A region of many objects that are not marked one by one (COCO's <c>iscrowd</c>): any number of detections in it are no false alarms.</summary>
    Crowd,
}
