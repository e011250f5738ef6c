namespace Edge.Contracts.ShiftReports;

/// <summary>A span in which the station did not judge.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="From">Its beginning, within the period.</param>
/// <param name="To">Its end, within the period.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="ClearedBy">Who ended it; null where nobody is named.</param>
public sealed record ShiftStop(ShiftStopKind Kind, DateTimeOffset From, DateTimeOffset To, string Reason, string? ClearedBy);
