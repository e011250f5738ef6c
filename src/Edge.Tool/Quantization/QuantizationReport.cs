namespace Edge.Tool.Quantization;

/// <summary>What came of a quantization, and what it cost.</summary>
internal sealed record QuantizationReport
{
    /// <summary>Where the float model is from.</summary>
    public required string Model { get; init; }

    /// <summary>The file that was written; null for none.</summary>
    public string? Output { get; init; }

    /// <summary>SHA-256 of the quantized file.</summary>
    public required string Digest { get; init; }

    /// <summary>Pictures calibrated on.</summary>
    public required int Images { get; init; }

    /// <summary>How ranges were found.</summary>
    public required string Method { get; init; }

    /// <summary>How values are quantized.</summary>
    public required string Activations { get; init; }

    /// <summary>Layers with weights.</summary>
    public required int Layers { get; init; }

    /// <summary>Those that stay in float.</summary>
    public required IReadOnlyList<FloatLayer> FloatLayers { get; init; }

    /// <summary>Layers by harm; empty where the budget was kept without looking.</summary>
    public required IReadOnlyList<LayerSensitivity> Sensitivity { get; init; }

    /// <summary>Methods that were tried.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>Signal to noise of the outputs with all layers quantized, in dB.</summary>
    public required double AllQuantizedDb { get; init; }

    /// <summary>Of the model that was written.</summary>
    public required double SqnrDb { get; init; }

    /// <summary>Size of the float file in bytes.</summary>
    public required long FloatBytes { get; init; }

    /// <summary>Size of the quantized file.</summary>
    public required long QuantizedBytes { get; init; }

    /// <summary>Operators as ONNX Runtime runs the float model.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> FloatOperators { get; init; }

    /// <summary>Operators as ONNX Runtime runs the quantized model.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> QuantizedOperators { get; init; }

    /// <summary>Paired times; empty where none were asked for.</summary>
    public required IReadOnlyList<PairedTime> Times { get; init; }
}
