namespace Edge.Contracts.Packs;

/// <summary>One input with the outputs that the model must give for it.</summary>
/// <param name="Input">File of the input tensor (<see cref="PackTensor"/>).</param>
/// <param name="Outputs">Files of the output tensors, in the model's order.</param>
/// <param name="Tolerance">Largest allowed difference, relative to the larger of 1 and the expected value.</param>
public sealed record PackGolden(string Input, IReadOnlyList<string> Outputs, float Tolerance);
