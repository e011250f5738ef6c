namespace Edge.Domain.Inspection;

/// <summary>What an inspection station says of one part.</summary>
public enum Outcome
{
    /// <summary>Judged, and within every limit.</summary>
    Pass,

    /// <summary>Judged, and past a limit.</summary>
    Fail,

    /// <summary>Not judged: never treated as <see cref="Pass"/>. The verdict's <see cref="Doubt"/>s say why.</summary>
    CannotJudge,
}
