namespace Edge.Tool.Calibration;

/// <summary>How the range of a value is found from what it was on the calibration images.</summary>
internal enum CalibrationMethod
{
    /// <summary>All that was seen.</summary>
    MinMax,

    /// <summary>All but the rarest values at the ends.</summary>
    Percentile,

    /// <summary>The range whose quantized distribution differs least from the real one (Kullback and Leibler's divergence).</summary>
    Entropy,

    /// <summary>The range with the least squared error, after the activation function that follows.</summary>
    Mse,
}
