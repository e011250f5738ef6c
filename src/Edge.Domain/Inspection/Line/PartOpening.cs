namespace Edge.Domain.Inspection.Line;

/// <summary>What became of a trigger.</summary>
public enum PartOpening
{
    /// <summary>A part is on its way; its fate will be told exactly once.</summary>
    Opened,

    /// <summary>
    /// Too close behind the trigger before it to be a part of its own. Whatever is there is ejected; no fate is told for it.
    /// </summary>
    DoubleTrigger,

    /// <summary>No room for another part: the line went into fail-safe, which ejects it; no fate is told for it.</summary>
    NoRoom,

    /// <summary>The line has ended.</summary>
    Closed,
}
