namespace Edge.Domain.Inspection.Line;

/// <summary>One part, or one double trigger, between trigger and the end of the ejector's reach.</summary>
internal struct PartSlot
{
    /// <summary>Its number; meaningless for a double trigger.</summary>
    public long Part;

    /// <summary>True for a double trigger: ejected, but nobody is told a fate.</summary>
    public bool IsExtra;

    public LinePosition Triggered;

    /// <summary>Where it comes in front of the ejector, in steps.</summary>
    public long Start;

    /// <summary>Where it has left the ejector, in steps; the guard is not in it.</summary>
    public long End;

    public bool IsDecided;

    public bool Ejects;

    /// <summary>True when it has come in front of the ejector.</summary>
    public bool IsReached;

    /// <summary>True when it came in front of the ejector as one that passes.</summary>
    public bool IsWatched;

    /// <summary>True when it has left the ejector, but for the guard.</summary>
    public bool IsOver;

    /// <summary>True when its fate is fixed: it was ejected, slipped or passed.</summary>
    public bool IsSettled;

    public FateCause Cause;

    public TimeSpan? DecidedAt;

    /// <summary>Decides to eject it, whatever was decided before; an earlier reason to eject stays.</summary>
    public void Eject(FateCause cause)
    {
        if (IsDecided && Ejects)
            return;
        (IsDecided, Ejects, Cause) = (true, true, cause);
    }
}
