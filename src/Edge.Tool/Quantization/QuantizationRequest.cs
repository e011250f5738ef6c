namespace Edge.Tool.Quantization;

/// <summary>What a user wants of a quantization.</summary>
internal sealed record QuantizationRequest
{
    /// <summary>How to quantize.</summary>
    public required QuantizationOptions Options { get; init; }

    /// <summary>How near the outputs must stay.</summary>
    public required AccuracyBudget Budget { get; init; }

    /// <summary>Whether to try cross-layer equalisation.</summary>
    public bool Equalize { get; init; }

    /// <summary>Whether to try the correction of biases.</summary>
    public bool CorrectBiases { get; init; }

    /// <summary>Whether the layers that make the outputs stay in float, whatever the budget.</summary>
    public bool FloatLast { get; init; }

    /// <summary>Rounds of the paired timing; 0 for none.</summary>
    public int TimingRounds { get; init; }

    /// <summary>Threads that are timed.</summary>
    public IReadOnlyList<int> TimingThreads { get; init; } = [1, 2];
}
