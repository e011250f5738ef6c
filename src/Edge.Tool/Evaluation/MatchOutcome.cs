namespace Edge.Tool.Evaluation;

/// <summary>What became of a detection.</summary>
public enum MatchOutcome
{
    /// <summary>It found an object.</summary>
    Hit,

    /// <summary>It found nothing, or an object that another detection had found.</summary>
    FalseAlarm,

    /// <summary>It counts as neither.</summary>
    Ignored,
}
