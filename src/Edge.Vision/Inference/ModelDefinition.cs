using Edge.Vision.Decoding;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>Everything that must be known to run a model and read its answer.</summary>
public sealed record ModelDefinition
{
    /// <summary>Name for people and alerts.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the pack; empty for a bare file.</summary>
    public string Version { get; init; } = "";

    /// <summary>SHA-256 of the ONNX file, 64 lower-case hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>In what numbers it computes.</summary>
    public ModelPrecision Precision { get; init; }

    /// <summary>What it answers.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>How its outputs are read.</summary>
    public required DecoderKind Decoder { get; init; }

    /// <summary>What it is fed.</summary>
    public required InputSpec Input { get; init; }

    /// <summary>Names of its classes, by class id.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Least score of a detection, 0 to 1.</summary>
    public float ScoreThreshold { get; init; } = 0.25f;

    /// <summary>Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1.</summary>
    public float NmsThreshold { get; init; } = 0.5f;

    /// <summary>For a classifier of crops: share of the box's longer side that a crop shows more on each side, 0 or more.</summary>
    public float CropMargin { get; init; } = 0.1f;

    /// <summary>For a classifier of crops: least probability of a kind that is told, 0 to 1.</summary>
    public float KindThreshold { get; init; }
}
