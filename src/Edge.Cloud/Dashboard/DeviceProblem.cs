namespace Edge.Cloud.Dashboard;

/// <summary>Something about a device that somebody should look at.</summary>
/// <param name="IsBad">Whether it does not do its work; otherwise it soon may not.</param>
/// <param name="Text">What, for people.</param>
internal sealed record DeviceProblem(bool IsBad, string Text);
