namespace Edge.Tool.Models;

/// <summary>One node of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Inputs">Sizes of what it computes on.</param>
/// <param name="Outputs">Sizes of what it gives.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Macs">Multiply-accumulates of one run.</param>
/// <param name="MacShare">Their part of all, 0 to 1.</param>
internal sealed record LayerInspection(string Name, string Operator, string Inputs, string Outputs, long Parameters, long Macs, double MacShare);
