namespace Edge.Domain.Inspection;

/// <summary>From which score a find counts, by what else speaks for it. All are 0 to 1.</summary>
public sealed record FusionOptions
{
    /// <summary>A model's find where no comparison with a template was made.</summary>
    public float ModelScore { get; init; } = 0.7f;

    /// <summary>A model's find at a place where the picture differs from its template: less than <see cref="ModelScore"/>, since two speak for it.</summary>
    public float ConfirmedScore { get; init; } = 0.25f;

    /// <summary>
    /// A model's find at a place where the picture is as its template, down to <see cref="LeastEvidence"/>: the model then sees a defect in what the good
    /// part has, too. At least <see cref="ModelScore"/>; above 1 none counts.
    /// </summary>
    public float ContradictedScore { get; init; } = 2;

    /// <summary>
    /// Difference from the template, as a share of its contrast, that leaves a model's find standing at <see cref="ModelScore"/>: less than what
    /// counts as a difference by itself, so that a faint defect is not argued away.
    /// </summary>
    public float LeastEvidence { get; init; } = 0.08f;

    /// <summary>A difference from the template that the model has no name for.</summary>
    public float DifferenceScore { get; init; } = 0.25f;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    public void Check()
    {
        Require(ModelScore is >= 0 and <= 1, nameof(ModelScore), ModelScore, "0 to 1");
        Require(ConfirmedScore >= 0 && ConfirmedScore <= ModelScore, nameof(ConfirmedScore), ConfirmedScore, $"0 to {nameof(ModelScore)}, {ModelScore}");
        Require(ContradictedScore >= ModelScore && ContradictedScore <= 2, nameof(ContradictedScore), ContradictedScore, $"{nameof(ModelScore)}, {ModelScore}, to 2");
        Require(LeastEvidence is >= 0 and <= 1, nameof(LeastEvidence), LeastEvidence, "0 to 1");
        Require(DifferenceScore is >= 0 and <= 1, nameof(DifferenceScore), DifferenceScore, "0 to 1");
    }

    private static void Require(bool holds, string name, float value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, "must be " + allowed);
    }
}
