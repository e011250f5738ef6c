namespace Edge.Domain.Inspection.Line;

/// <summary>What became of a decision that was handed to the line.</summary>
public enum DecisionTaking
{
    /// <summary>It stands, unless fail-safe or a neighbour's ejection overrules it later: the part's fate says so.</summary>
    Taken,

    /// <summary>It came past the part's decision point or deadline; the part is ejected.</summary>
    TooLate,

    /// <summary>The part is ejected whatever its verdict: the line was not ready, or is in fail-safe.</summary>
    Overruled,

    /// <summary>No such part is on its way, or it was decided before.</summary>
    Unknown,
}
