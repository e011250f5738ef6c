namespace Edge.Domain.Inspection;

/// <summary>From which score a find counts, by what else speaks for it. All are 0 to 1.</summary>
public sealed record FusionOptions
{
    /// <summary>A model's find where no comparison with a template was made.</summary>
    public float ModelScore { get; init; } = 0.7f;

    /// <summary>A model's find at a place where the picture differs from its template: less than <see cref="ModelScore"/>, since two speak for it.</summary>
    public float ConfirmedScore { get; init; } = 0.25f;

    /// <summary>
    /// A model's find at a place where the picture is as its template: the model then sees a defect in what the good part has, too.
    /// At least <see cref="ModelScore"/>; above 1 none counts.
    /// </summary>
    public float ContradictedScore { get; init; } = 0.95f;

    /// <summary>A difference from the template that the model has no name for.</summary>
    public float DifferenceScore { get; init; } = 0.35f;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    public void Check()
    {
        Require(ModelScore is >= 0 and <= 1, nameof(ModelScore), ModelScore, "0 to 1");
        Require(ConfirmedScore >= 0 && ConfirmedScore <= ModelScore, nameof(ConfirmedScore), ConfirmedScore, $"0 to {nameof(ModelScore)}, {ModelScore}");
        Require(ContradictedScore >= ModelScore && ContradictedScore <= 2, nameof(ContradictedScore), ContradictedScore, $"{nameof(ModelScore)}, {ModelScore}, to 2");
        Require(DifferenceScore is >= 0 and <= 1, nameof(DifferenceScore), DifferenceScore, "0 to 1");
    }

    private static void Require(bool holds, string name, float value, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, "must be " + allowed);
    }
}
