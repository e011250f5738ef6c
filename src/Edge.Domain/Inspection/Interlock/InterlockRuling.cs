namespace Edge.Domain.Inspection.Interlock;

/// <summary>What the interlock says of a judged part.</summary>
/// <param name="MayPass">Whether the outputs may follow its verdict. When not, a part of the line gets the fail-safe action and a golden part moves no output.</param>
/// <param name="Change">What its verdict did to the interlock.</param>
public readonly record struct InterlockRuling(bool MayPass, InterlockChange Change);
