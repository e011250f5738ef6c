namespace Edge.Domain.Inspection.Line;

/// <summary>What the confirmation sensor says of an ejection.</summary>
public enum EjectionCheck
{
    /// <summary>Seen in its window.</summary>
    Confirmed,

    /// <summary>Seen past its window.</summary>
    Late,

    /// <summary>Not seen: the part may be among the good ones.</summary>
    Missed,

    /// <summary>Something fell that was not ejected.</summary>
    Wrong,
}
