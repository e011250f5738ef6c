using System.Text.Json.Serialization;

namespace Edge.Contracts.Packs;

/// <summary>One input with the outputs that the model must give for it.</summary>
/// <param name="Input">File of the input tensor (<see cref="PackTensor"/>).</param>
/// <param name="Outputs">Files of the output tensors, in the model's order.</param>
/// <param name="Tolerance">Largest allowed difference of any element, relative to the larger of 1 and the expected value; 0 to 1.</param>
public sealed record PackGolden(string Input, IReadOnlyList<string> Outputs, float Tolerance)
{
    /// <summary>
    /// Largest allowed root mean square of the differences of an output, relative to that of the expected elements, 0 to 1; null is no limit.
    /// Integer kernels of different processors round, and some saturate, at different places: single elements of an int8 model may differ
    /// a good deal while the output as a whole may not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Rms { get; init; }
}
