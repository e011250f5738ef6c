namespace Edge.Contracts.ShiftReports;

/// <summary>The parts of an hour.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Outcomes">What was said of them.</param>
public sealed record ShiftHour(DateTimeOffset From, ShiftOutcomes Outcomes);
