namespace Edge.Tool.Evaluation;

/// <summary>What became of one detection of an image.</summary>
/// <param name="Outcome">Whether it counts, and as what.</param>
/// <param name="Label">Index of the label that it found; -1 for none.</param>
public readonly record struct BoxMatch(MatchOutcome Outcome, int Label)
{
    /// <summary>It found nothing.</summary>
    public static BoxMatch None { get; } = new(MatchOutcome.FalseAlarm, -1);
}
