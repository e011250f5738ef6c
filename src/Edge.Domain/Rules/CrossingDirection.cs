namespace Edge.Domain.Rules;

/// <summary>Which way a line must be crossed, looking from its first end to its second.</summary>
public enum CrossingDirection
{
    /// <summary>Either way.</summary>
    Both,

    /// <summary>From the left-hand side to the right-hand side.</summary>
    LeftToRight,

    /// <summary>From the right-hand side to the left-hand side.</summary>
    RightToLeft,
}
