namespace Edge.Domain.Inspection.Line;

/// <summary>One finding of the confirmation sensor.</summary>
/// <param name="Part">The part it is about; null where it fits none.</param>
/// <param name="Check">What was found.</param>
/// <param name="At">When: the sensor's edge, or for a missed ejection the end of its window.</param>
public readonly record struct EjectionReport(long? Part, EjectionCheck Check, TimeSpan At);
