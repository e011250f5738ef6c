using System.Globalization;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>What the operator's limits come to: for one device, and for a ring as a whole. Pure.</summary>
/// <param name="plan">The limits.</param>
/// <param name="trend">What alert rates of devices without the release did meanwhile, as a multiple.</param>
internal sealed class HealthJudge(RolloutPlan plan, double trend)
{
    private HealthLimits Limits => plan.Limits;

    // Changing the agent, or the system under it, restarts it once by itself.
    private int AllowedRestarts => (Limits.MaximumRestarts ?? 0) + (plan.Kind is ReleaseKind.Agent or ReleaseKind.OperatingSystem ? 1 : 0);

    /// <summary>The first limit that a device which runs the release breaks for good, for people; null where it breaks none.</summary>
    public string? BrokenBy(RolloutDevice device, DeviceHealth health)
    {
        if (Alerts(Counts(device, health)) is { IsBroken: true } alerts)
            return alerts.Text;
        if (Limits.MaximumShadowDisagreement is { } disagreement && health.ShadowDisagreement > disagreement)
            return $"the candidate disagreed with the active model on {Percent(health.ShadowDisagreement.Value)} of the frames in shadow, allowed {Percent(disagreement)}";
        if (Limits.MaximumRestarts is not null && Restarts(device, health) is { } restarts && restarts > AllowedRestarts)
            return $"the agent restarted {restarts} times, allowed {AllowedRestarts}";
        return null;
    }

    /// <summary>The first limit that a device's latest measurement breaks, which may be chance; null where it breaks none.</summary>
    public string? BrokenNow(RolloutDevice device, DeviceHealth health)
    {
        if (!IsMeasured(device, health))
            return null;
        if (Limits.MaximumLatencyP99Ms is { } latency && health.LatencyP99Ms > latency)
            return $"p99 from capture to alert is {Number(health.LatencyP99Ms.Value)} ms, allowed {Number(latency)} ms";
        if (Limits.MaximumLatencyRatio is { } ratio && LatencyRatio(device, health) is { } slower && slower > ratio)
            return $"p99 from capture to alert is {Number(health.LatencyP99Ms!.Value)} ms, {Number(slower)} times the {Number(device.LatencyBeforeMs!.Value)} ms before, allowed {Number(ratio)} times";
        if (Limits.MaximumTemperatureC is { } hottest && health.TemperatureC > hottest)
            return $"the processor is at {Number(health.TemperatureC.Value)} °C, allowed {Number(hottest)} °C";
        return null;
    }

    /// <summary>What each limit comes to over the devices of a ring that ran the release: alert rates pooled, everything else by its worst device.</summary>
    public IReadOnlyList<RingMeasure> Measure(IReadOnlyList<(RolloutDevice Device, DeviceHealth Health)> devices)
    {
        if (devices.Count == 0)
            return [];
        var measures = new List<RingMeasure>();
        if (Limits.MaximumAlertRatio is not null || Limits.MinimumAlertRatio is not null)
            measures.Add(Alerts(devices.Aggregate(default(AlertCounts), (sum, next) => sum + Counts(next.Device, next.Health))));
        if (Limits.MaximumShadowDisagreement is { } disagreement)
            measures.Add(Worst(HealthMetric.ShadowDisagreement, devices, d => d.Health.ShadowDisagreement, disagreement, Percent));
        if (Limits.MaximumLatencyP99Ms is { } latency)
            measures.Add(Worst(HealthMetric.LatencyP99, devices, d => IsMeasured(d.Device, d.Health) ? d.Health.LatencyP99Ms : null, latency, value => Number(value) + " ms"));
        if (Limits.MaximumLatencyRatio is { } ratio)
            measures.Add(Worst(HealthMetric.LatencyP99, devices, d => IsMeasured(d.Device, d.Health) ? LatencyRatio(d.Device, d.Health) : null, ratio, value => Number(value) + " × before"));
        if (Limits.MaximumRestarts is not null)
            measures.Add(Worst(HealthMetric.Restarts, devices, d => Restarts(d.Device, d.Health), AllowedRestarts, Number));
        if (Limits.MaximumTemperatureC is { } hottest)
            measures.Add(Worst(HealthMetric.Temperature, devices, d => IsMeasured(d.Device, d.Health) ? d.Health.TemperatureC : null, hottest, value => Number(value) + " °C"));
        return measures;
    }

    /// <summary>What alert rates come to: of one device, or of several added up.</summary>
    private RingMeasure Alerts(AlertCounts counts)
    {
        double? ratio = counts.Ratio / trend;
        string figures = $"{counts.Since} alerts in {Number(counts.HoursSince)} h, {counts.Before} in {Number(counts.HoursBefore)} h before"
            + (trend == 1 ? "" : $" (devices without the release meanwhile: {Number(trend)} times as many)");
        RingMeasure Of(double? value, bool isBroken, string text) =>
            new(HealthMetric.AlertRate, value, Limits.MinimumAlertRatio, Limits.MaximumAlertRatio, isBroken, text);

        if (Limits.MaximumAlertRatio is { } most && RateComparison.IsAbove(counts, most * trend))
            return Of(ratio, true, $"too many alerts: {figures}; allowed {Number(most)} times the rate before");
        if (Limits.MinimumAlertRatio is { } least && RateComparison.IsBelow(counts, least * trend))
            return Of(ratio, true, $"too few alerts: {figures}; allowed {Number(least)} times the rate before");
        return Limits.MinimumAlertRatio is { } floor && !RateComparison.CanJudge(counts, floor * trend)
            ? Of(null, false, $"too little to judge a silence by: {figures}")
            : Of(ratio, false, figures);
    }

    private static RingMeasure Worst(
        HealthMetric metric,
        IReadOnlyList<(RolloutDevice Device, DeviceHealth Health)> devices,
        Func<(RolloutDevice Device, DeviceHealth Health), double?> value,
        double limit,
        Func<double, string> text)
    {
        var known = devices.Where(device => value(device) is not null).ToList();
        if (known.Count == 0)
            return new RingMeasure(metric, null, null, limit, false, "not known of any device");
        (RolloutDevice Device, DeviceHealth Health) worst = known.MaxBy(device => value(device)!.Value);
        double measured = value(worst)!.Value;
        string unknown = known.Count == devices.Count ? "" : $"; not known of {devices.Count - known.Count} of {devices.Count} devices";
        return new RingMeasure(metric, measured, null, limit, measured > limit, $"{text(measured)} on {worst.Device.Device}, allowed {text(limit)}{unknown}");
    }

    private static AlertCounts Counts(RolloutDevice device, DeviceHealth health) => new(device.AlertsBefore, device.HoursBefore, health.AlertsSince, health.HoursSince);

    /// <summary>Whether the latest measurement is of the time under the release.</summary>
    private static bool IsMeasured(RolloutDevice device, DeviceHealth health) => health.MeasuredAt > device.InstalledAt;

    private static double? LatencyRatio(RolloutDevice device, DeviceHealth health) =>
        device.LatencyBeforeMs is > 0 ? health.LatencyP99Ms / device.LatencyBeforeMs : null;

    private static double? Restarts(RolloutDevice device, DeviceHealth health) =>
        health.Restarts is { } now && device.RestartsBefore is { } before ? Math.Max(0, now - before) : null;

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
