namespace Edge.Tool.Evaluation;

/// <summary>How detections are measured.</summary>
public enum EvaluationProtocol
{
    /// <summary>COCO's twelve figures.</summary>
    Coco,

    /// <summary>PASCAL VOC's average precision at an overlap of 0.5.</summary>
    Voc,

    /// <summary>mAP and F-score at an overlap of more than 0.33, of the paper on DeepPCB.</summary>
    DeepPcb,
}
