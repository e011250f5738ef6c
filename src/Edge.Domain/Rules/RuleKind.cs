namespace Edge.Domain.Rules;

/// <summary>What a rule watches for.</summary>
public enum RuleKind
{
    /// <summary>An object is in the zone (or in the picture, without a zone): new when it starts, ended when it is gone.</summary>
    Present,

    /// <summary>An object came into the zone. Momentary: once per visit.</summary>
    Enters,

    /// <summary>An object went out of the zone. Momentary: once per visit.</summary>
    Leaves,

    /// <summary>An object crossed the line. Momentary: once per crossing.</summary>
    Crosses,

    /// <summary>An object stayed in the zone for at least the rule's time; ended when it is gone.</summary>
    Loiters,

    /// <summary>The number of objects in the zone went out of the rule's limits; ended when it is back inside.</summary>
    Count,
}
