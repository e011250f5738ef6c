using System.Globalization;
using Edge.Cloud.Ingest;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Dashboard;

/// <summary>What about a device somebody should look at. Pure.</summary>
internal static class DeviceProblems
{
    /// <summary>Devices tell at least every minute; three missed in a row are no chance.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    private const double HotC = 85;
    private const long ManyMessages = 1000;

    /// <summary>Finds them, the worst first.</summary>
    /// <param name="status"><c>online</c>, <c>offline</c> or <c>unknown</c>.</param>
    /// <param name="lastSeenAt">When anything came last.</param>
    /// <param name="health">The latest telemetry.</param>
    /// <param name="report">The latest report.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<DeviceProblem> Of(string status, DateTimeOffset? lastSeenAt, HealthSummary? health, DeviceReport? report, DateTimeOffset now)
    {
        var problems = new List<DeviceProblem>();
        if (status == "unknown" || lastSeenAt is null)
            return [new DeviceProblem(false, "it has never connected")];
        if (status == "offline")
            problems.Add(new DeviceProblem(true, "it is offline"));
        else if (now - lastSeenAt > Silence)
            problems.Add(new DeviceProblem(true, "it says that it is online, and sends nothing"));
        if (health is not null)
            AddOfHealth(problems, health);
        if (report is not null)
            AddOfReport(problems, report);
        return [.. problems.OrderByDescending(problem => problem.IsBad)];
    }

    private static void AddOfHealth(List<DeviceProblem> problems, HealthSummary health)
    {
        if (health.CamerasStreaming < health.Cameras)
            problems.Add(new DeviceProblem(true, $"{health.Cameras - health.CamerasStreaming} of {health.Cameras} cameras deliver no frames"));
        if (health.LostAlerts > 0)
            problems.Add(new DeviceProblem(true, $"{health.LostAlerts} alerts were lost on the device"));
        if (health.SlowedTo is { } slowed)
            problems.Add(new DeviceProblem(false, $"it is hot: cameras are slowed to {slowed.ToString("P0", CultureInfo.InvariantCulture)}"));
        else if (health.TemperatureC >= HotC)
            problems.Add(new DeviceProblem(false, $"the processor is at {health.TemperatureC.Value.ToString("0.#", CultureInfo.InvariantCulture)} °C"));
        if (health.OutboxDepth >= ManyMessages)
            problems.Add(new DeviceProblem(false, $"{health.OutboxDepth} messages wait on the device"));
    }

    private static void AddOfReport(List<DeviceProblem> problems, DeviceReport report)
    {
        if (report.MetadataFault.Length > 0)
            problems.Add(new DeviceProblem(true, $"it does not trust the release metadata: {report.MetadataFault}"));
        foreach ((ReleaseKind _, UpdateProgress update) in report.Updates)
        {
            if (update.Outcome is UpdateOutcome.Refused or UpdateOutcome.RolledBack)
                problems.Add(new DeviceProblem(false, $"{(update.Outcome == UpdateOutcome.Refused ? "it refused" : "it took back")} {update.Target}: {update.Reason}"));
        }
    }
}
