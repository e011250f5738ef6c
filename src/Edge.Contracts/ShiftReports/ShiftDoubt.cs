namespace Edge.Contracts.ShiftReports;

/// <summary>A reason why parts could not be judged.</summary>
/// <param name="Doubt">The reason.</param>
/// <param name="Parts">How many parts it was said of; a part may have several.</param>
public sealed record ShiftDoubt(string Doubt, long Parts);
