namespace Edge.Agent.Station.Receipts;

/// <summary>A part on its way, as noted.</summary>
/// <param name="Part">The part.</param>
/// <param name="After">Number of the last entry committed when it was announced: its receipt can only be behind it.</param>
internal sealed record PartLogOpening(OpenPart Part, long After);
