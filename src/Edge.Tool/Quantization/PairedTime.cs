namespace Edge.Tool.Quantization;

/// <summary>What a float and a quantized model took in turns.</summary>
/// <param name="Threads">Threads of one inference.</param>
/// <param name="FloatMs">Median of the float model, in milliseconds.</param>
/// <param name="QuantizedMs">Median of the quantized one.</param>
/// <param name="Speedup">Median over the rounds of float time by quantized time.</param>
internal sealed record PairedTime(int Threads, double FloatMs, double QuantizedMs, double Speedup);
