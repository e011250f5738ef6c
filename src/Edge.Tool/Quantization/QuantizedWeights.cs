namespace Edge.Tool.Quantization;

/// <summary>A layer's constants as integers.</summary>
/// <param name="Weights">Weights, channel by channel.</param>
/// <param name="Scales">Scale of each channel's weights.</param>
/// <param name="Bias">Bias in steps of input scale times weight scale; null for none.</param>
internal sealed record QuantizedWeights(sbyte[] Weights, float[] Scales, int[]? Bias);
