namespace Edge.Tool.Pruning;

/// <summary>What <see cref="NormalEquations.Solve"/> found.</summary>
/// <param name="Weights">Row-major: one row an output, one column an input.</param>
/// <param name="Bias">One an output.</param>
/// <param name="ErrorBefore">Squared error of the prior weights and bias over all samples, relative to the variance of the targets.</param>
/// <param name="ErrorAfter">The same for the weights that were found.</param>
internal sealed record LinearFit(float[] Weights, float[] Bias, double ErrorBefore, double ErrorAfter);
