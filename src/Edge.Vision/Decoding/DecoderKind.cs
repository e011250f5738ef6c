namespace Edge.Vision.Decoding;

/// <summary>How the outputs of a model are read.</summary>
public enum DecoderKind
{
    /// <summary>YOLOX: one row for each cell, offsets relative to the cell.</summary>
    Yolox,

    /// <summary>YOLOX exported with its decoding in the graph: one row for each cell, boxes in pixels of the input.</summary>
    YoloxDecoded,

    /// <summary>NanoDet: class scores and distributions of the four sides.</summary>
    NanoDet,

    /// <summary>YOLOv8 and YOLO11: one column for each cell, boxes in pixels of the input, no objectness.</summary>
    YoloV8,

    /// <summary>SSD with suppression in the graph.</summary>
    Ssd,

    /// <summary>A classifier: one number for each class, made into probabilities by softmax.</summary>
    Classifier,

    /// <summary>A classifier whose graph ends with softmax.</summary>
    ClassifierProbabilities,

    /// <summary>Features of patches, compared with those of good parts that the pack remembers. Only in packs.</summary>
    Anomaly,
}
