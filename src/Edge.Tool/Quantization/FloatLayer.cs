namespace Edge.Tool.Quantization;

/// <summary>A layer with weights that stays in floating point.</summary>
/// <param name="Name">Its node.</param>
/// <param name="SqnrDb">Signal to noise of the outputs with this layer alone quantized, in dB; null where that was not tried.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record FloatLayer(string Name, double? SqnrDb, string Reason);
