namespace Edge.Tool.Evaluation;

/// <summary>What an evaluation of a detector says.</summary>
public sealed record EvaluationFigures
{
    /// <summary>How it was measured.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>Overlap (IoU) of a hit in <see cref="Matched"/>, for people.</summary>
    public required string Overlap { get; init; }

    /// <summary>The protocol's figures, the main one first; all but the average precisions are taken at the score in force.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>By class.</summary>
    public required IReadOnlyList<ClassFigures> Classes { get; init; }

    /// <summary>All classes together at the score in force.</summary>
    public required OperatingPoint At { get; init; }

    /// <summary>All classes together at the score that is best on these data.</summary>
    public required OperatingPoint Best { get; init; }

    /// <summary>The outcome of every detection.</summary>
    public required MatchedSet Matched { get; init; }
}
