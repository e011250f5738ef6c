namespace Edge.Vision.Inference;

/// <summary>How a model is opened, whatever it is. Everything has a default; null means the model's own.</summary>
public sealed record ModelOptions
{
    /// <summary>Least score of a detection, 0 to 1; null is the model's.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1; null is the model's.</summary>
    public float? NmsThreshold { get; init; }

    /// <summary>Most detections of one frame; the strongest are kept.</summary>
    public int MaximumDetections { get; init; } = 300;

    /// <summary>
    /// Whether each class of a box that scores enough gives a detection of its own, which is how COCO's average precision is measured;
    /// false, the default, takes the best class only, so that a van is not also a truck.
    /// </summary>
    public bool AllClasses { get; init; }

    /// <summary>Execution providers in order of preference: <c>tensorrt</c>, <c>cuda</c>, <c>cpu</c>.</summary>
    public IReadOnlyList<string> Providers { get; init; } = ["tensorrt", "cuda", "cpu"];

    /// <summary>Threads for one inference on the CPU; 0 is one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Folder for engines that TensorRT builds (minutes each), kept between starts; null keeps none.</summary>
    public string? EngineCachePath { get; init; }

    /// <summary>Decoder of a bare ONNX file (see <see cref="Decoding.DecoderNames"/>); empty takes the only one that fits.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>File of class names, one a line, for a bare ONNX file; empty takes COCO's 80 for a model of 80 classes.</summary>
    public string LabelsFile { get; init; } = "";

    /// <summary>Names to take for a bare ONNX file that has none of its own and as many classes; empty for none.</summary>
    public IReadOnlyList<string> FallbackLabels { get; init; } = [];

    /// <summary>What a user says of the input of a bare ONNX file; null takes its family's custom.</summary>
    public InputOverrides? Input { get; init; }

    /// <summary>
    /// Whether the runtime may rewrite the graph, fuse operators and compute a quantized one in integers; default true.
    /// Without, it computes each operator as it stands, which is the reference for what integer kernels round away.
    /// </summary>
    public bool OptimiseGraph { get; init; } = true;
}
