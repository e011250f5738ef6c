using Edge.Vision.Inference;

namespace Edge.Tool.Evaluation;

/// <summary>How a model is measured.</summary>
internal sealed record EvaluationSettings
{
    /// <summary>The protocol.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>How it is opened; its score threshold is not used.</summary>
    public required ModelOptions Model { get; init; }

    /// <summary>Score in force, 0 to 1; null is the model's own.</summary>
    public float? Score { get; init; }

    /// <summary>Least score of a detection that is recorded, 0 to 1: curves need the weak ones.</summary>
    public float LeastScore { get; init; } = 0.01f;

    /// <summary>Names of the classes to measure; none is all.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Whether a detection counts as what the pack's classifier says of it, where it says something.</summary>
    public bool Kinds { get; init; }
}
