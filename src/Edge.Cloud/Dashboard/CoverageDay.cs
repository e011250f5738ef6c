namespace Edge.Cloud.Dashboard;

/// <summary>How much of a day a device's cameras were really watching.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Share">Minutes watched of the minutes that there were, over all cameras, 0 to 1.</param>
internal sealed record CoverageDay(string Day, double Share);
