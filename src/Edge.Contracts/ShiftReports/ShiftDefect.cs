namespace Edge.Contracts.ShiftReports;

/// <summary>One class of defects, on parts that failed.</summary>
/// <param name="Class">The class.</param>
/// <param name="Defects">How many were found.</param>
/// <param name="Parts">On how many parts.</param>
/// <param name="CumulativeShare">Share of all defects that this class and those before it have together, 0 to 1.</param>
public sealed record ShiftDefect(string Class, long Defects, long Parts, double CumulativeShare);
