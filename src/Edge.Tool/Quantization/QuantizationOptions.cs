using Edge.Tool.Calibration;

namespace Edge.Tool.Quantization;

/// <summary>How a model is quantized.</summary>
internal sealed record QuantizationOptions
{
    /// <summary>How ranges are found.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Mse;

    /// <summary>For the percentile method: percent of the values that a range holds, above 50, to 100.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>How values between layers are quantized.</summary>
    public ActivationType Activations { get; init; }

    /// <summary>Weights of 7 bits instead of 8, for processors without VNNI, whose 8-bit products can overflow.</summary>
    public bool ReduceRange { get; init; }

    /// <summary>Whether biases take back the mean error of the rounded weights.</summary>
    public bool CorrectBiases { get; init; }

    /// <summary>Names of nodes that stay in floating point.</summary>
    public IReadOnlySet<string> Excluded { get; init; } = new HashSet<string>();
}
