using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>What happened in a rollout, in words.</summary>
internal static class RolloutSentences
{
    /// <summary>What a device came to; null where that needs no saying.</summary>
    public static RolloutEvent? Of(Rollout rollout, RolloutDevice device)
    {
        (string Kind, string Text)? what = device.Progress switch
        {
            DeviceProgress.OnTrial => (RolloutEventKinds.Installed, $"runs it, watched for {Durations.Text(rollout.Soak(device.Ring))}"),
            DeviceProgress.Healthy => (RolloutEventKinds.Healthy, "proved well"),
            DeviceProgress.Failed => (RolloutEventKinds.Failed, device.Reason ?? "failed"),
            DeviceProgress.Silent => (RolloutEventKinds.Silent, device.Reason ?? "no answer"),
            DeviceProgress.Late => (RolloutEventKinds.Late, device.Reason ?? "late"),
            DeviceProgress.RolledBack => (RolloutEventKinds.RolledBack, device.InstalledAt is null ? "called back before it took it" : $"runs {device.PreviousTarget} again"),
            DeviceProgress.Excluded => (RolloutEventKinds.Excluded, device.Reason ?? "left out"),
            _ => null,
        };
        return what is { } told ? new RolloutEvent(told.Kind, told.Text, device.Ring, device.Device) : null;
    }

    /// <summary>How a ring passed: who proved well, who did not, and what could not be judged.</summary>
    public static string Passed(IReadOnlyCollection<RolloutDevice> members, IReadOnlyList<RingMeasure> measures)
    {
        if (members.Count == 0)
            return "no devices are in it";
        string unjudged = string.Concat(measures.Where(measure => measure.Value is null).Select(measure => $"; {Word(measure.Metric)}: {measure.Text}"));
        return $"{members.Count(device => device.Progress == DeviceProgress.Healthy)} of {Counts.Text(members.Count, "device")} proved well{Missing(members)}{unjudged}";
    }

    /// <summary>Those that did not prove well, counted; empty where all did.</summary>
    public static string Missing(IReadOnlyCollection<RolloutDevice> devices)
    {
        string Of(DeviceProgress progress, string text) =>
            devices.Count(device => device.Progress == progress) is > 0 and int count ? $"; {count} {text}" : "";
        return Of(DeviceProgress.Silent, "never answered") + Of(DeviceProgress.Late, "did not finish") + Of(DeviceProgress.Failed, "failed");
    }

    private static string Word(HealthMetric metric) => metric switch
    {
        HealthMetric.AlertRate => "alert rate",
        HealthMetric.ShadowDisagreement => "shadow",
        HealthMetric.LatencyP99 => "latency",
        HealthMetric.Restarts => "restarts",
        HealthMetric.Temperature => "temperature",
        _ => "update",
    };
}
