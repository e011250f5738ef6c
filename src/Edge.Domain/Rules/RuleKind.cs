namespace Edge.Domain.Rules;

/// <summary>What a rule watches for.</summary>
public enum RuleKind
{
    /// <summary>At least one object is in the zone (or in the picture, without a zone): one alert however many there are; new when the first comes, ended when the last is gone.</summary>
    Present,

    /// <summary>An object came into the zone, or was there when it was first seen. Momentary: once per visit.</summary>
    Enters,

    /// <summary>An object went out of the zone. Momentary: once per visit.</summary>
    Leaves,

    /// <summary>An object crossed the line. Momentary: once per crossing.</summary>
    Crosses,

    /// <summary>An object stayed in the zone for at least the rule's time: an alert for each such object; ended when it is gone.</summary>
    Loiters,

    /// <summary>The number of objects in the zone went out of the rule's limits; ended when it is back inside.</summary>
    Count,
}
