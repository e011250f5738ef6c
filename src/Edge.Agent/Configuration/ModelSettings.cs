namespace Edge.Agent.Configuration;

/// <summary>The detector, and the classifier behind it.</summary>
public sealed record ModelSettings
{
    /// <summary>A pack (folder or <c>.pack</c> file) or a bare <c>.onnx</c> file; empty is the pack that ships for what is watched: pcb-inspector for drawn boards, else street-demo.</summary>
    public string Path { get; init; } = "";

    /// <summary>A second-stage classifier on the crops of tracks: pack or <c>.onnx</c>; empty is the one in the detector's pack, where it has one.</summary>
    public string ClassifierPath { get; init; } = "";

    /// <summary>
    /// Public keys (PEM files); with any, only packs that one of them signed are taken, bare <c>.onnx</c> files not at all.
    /// The pack that ships is as trusted as the agent it ships with.
    /// </summary>
    public IReadOnlyList<string> TrustedKeys { get; init; } = [];

    /// <summary>Decoder of a bare <c>.onnx</c> file: <c>yolox</c>, <c>nanodet</c>, <c>yolov8</c>, <c>ssd</c>; empty where only one fits its shapes.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>File of class names, one a line, for a bare <c>.onnx</c> file; empty is COCO's 80 where the model has 80 classes.</summary>
    public string LabelsFile { get; init; } = "";

    /// <summary>Execution providers in order of preference: <c>tensorrt</c>, <c>cuda</c>, <c>cpu</c>. What is missing is said once and passed over.</summary>
    public IReadOnlyList<string> Providers { get; init; } = ["tensorrt", "cuda", "cpu"];

    /// <summary>Threads for one inference on the CPU; 0 is one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Least score of a detection that the tracker gets to see, 0 to 1; null is the pack's.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1; null is the pack's.</summary>
    public float? NmsThreshold { get; init; }
}
