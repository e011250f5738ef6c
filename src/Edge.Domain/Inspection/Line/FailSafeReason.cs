namespace Edge.Domain.Inspection.Line;

/// <summary>Why a line is in fail-safe.</summary>
public enum FailSafeReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Somebody asked for it: golden parts judged wrongly, a command, a broken camera.</summary>
    Asked,

    /// <summary>Too many verdicts in a row came past their decision point.</summary>
    LateVerdicts,

    /// <summary>Too many ejections in a row were not seen by the confirmation sensor.</summary>
    MissedEjections,

    /// <summary>Too many parts in a row fell into the bin without having been ejected.</summary>
    WrongEjections,

    /// <summary>More parts were in flight than the line was planned for.</summary>
    Overflow,

    /// <summary>A part that was to be ejected went by before its output was set.</summary>
    SlippedPart,

    /// <summary>Triggers keep coming while the encoder stands still: it is broken, and nothing would ever be due.</summary>
    EncoderSilent,

    /// <summary>An output could not be set, or read back differently.</summary>
    OutputFault,
}
