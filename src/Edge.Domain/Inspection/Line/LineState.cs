namespace Edge.Domain.Inspection.Line;

/// <summary>What a reject line is doing.</summary>
public enum LineState
{
    /// <summary>
    /// Just started or cleared: nobody knows what lies between trigger and ejector, so everything is ejected until the belt has moved by
    /// that distance.
    /// </summary>
    Draining,

    /// <summary>At work: each part by its own verdict.</summary>
    Ready,

    /// <summary>In fail-safe until it is cleared.</summary>
    FailSafe,

    /// <summary>Ended: outputs are safe, nothing is taken any more.</summary>
    Closed,
}
