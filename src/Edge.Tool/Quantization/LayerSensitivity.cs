namespace Edge.Tool.Quantization;

/// <summary>What quantizing one layer alone does to the model's outputs.</summary>
/// <param name="Name">The layer's node.</param>
/// <param name="SqnrDb">Signal to noise of the outputs with this layer alone quantized, in dB.</param>
internal sealed record LayerSensitivity(string Name, double SqnrDb)
{
    /// <summary>Noise relative to the signal, as a share of power: shares of layers add up, decibels don't.</summary>
    public double Noise => Math.Pow(10, -SqnrDb / 10);
}
