namespace Edge.Tool.Models;

/// <summary>What is in a model.</summary>
internal sealed record ModelInspection
{
    /// <summary>Where it is from.</summary>
    public required string Model { get; init; }

    /// <summary>Size of the file.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Version of ONNX's own operators.</summary>
    public required long Opset { get; init; }

    /// <summary>What wrote it.</summary>
    public required string Producer { get; init; }

    /// <summary>Free entries.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Inputs with type and sizes.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Outputs with type and sizes, for one picture.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Which decoder fits and why, or why none does.</summary>
    public required string Decoder { get; init; }

    /// <summary>Weights and biases.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-accumulates of one run.</summary>
    public required long Macs { get; init; }

    /// <summary>How many nodes of each operator the file has.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Operators { get; init; }

    /// <summary>Its nodes, constants folded.</summary>
    public required IReadOnlyList<LayerInspection> Layers { get; init; }
}
