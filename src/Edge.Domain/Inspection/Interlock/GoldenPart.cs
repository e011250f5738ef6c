namespace Edge.Domain.Inspection.Interlock;

/// <summary>A part of which the right verdict is known beforehand, in the order in which they are asked for.</summary>
public enum GoldenPart
{
    /// <summary>Without a defect: must pass.</summary>
    Good,

    /// <summary>With known defects: must fail.</summary>
    Bad,

    /// <summary>No part at all: must be told as <see cref="Doubt.NoPart"/>.</summary>
    Blank,
}
