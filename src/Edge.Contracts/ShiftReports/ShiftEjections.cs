namespace Edge.Contracts.ShiftReports;

/// <summary>What the second sensor said of parts.</summary>
/// <param name="Confirmed">Ejected in time, as decided.</param>
/// <param name="Late">Ejected, but late.</param>
/// <param name="Missed">Not seen leaving.</param>
/// <param name="Wrong">Ejected, and should not have been.</param>
/// <param name="NotWatched">No sensor watched, or nothing was to be ejected.</param>
public readonly record struct ShiftEjections(long Confirmed, long Late, long Missed, long Wrong, long NotWatched);
