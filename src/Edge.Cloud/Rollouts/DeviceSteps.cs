using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>What becomes of one device of a rollout: a table of transitions, by where it is and what is seen of it. Pure.</summary>
/// <param name="rollout">The rollout.</param>
/// <param name="judge">The operator's limits.</param>
/// <param name="now">UTC.</param>
internal sealed class DeviceSteps(Rollout rollout, HealthJudge judge, DateTimeOffset now)
{
    /// <summary>The device from here on: the same object where nothing changed.</summary>
    /// <param name="device">As it was.</param>
    /// <param name="seen">What is seen of it; null where it is gone from the fleet.</param>
    public RolloutDevice Next(RolloutDevice device, FleetDevice? seen)
    {
        if (seen is null or { IsRevoked: true })
            return device.Counts && device.Progress is not (DeviceProgress.RolledBack or DeviceProgress.Failed)
                ? device with { Progress = DeviceProgress.Excluded, Reason = seen is null ? "it is no longer in the fleet" : "its certificate was revoked" }
                : device;
        return device.Progress switch
        {
            DeviceProgress.Offered or DeviceProgress.Updating or DeviceProgress.Silent => Installing(device, seen),
            DeviceProgress.Late => device.InstalledAt is null ? Installing(device, seen) : Watched(device, seen),
            DeviceProgress.OnTrial or DeviceProgress.Healthy => Watched(device, seen),
            DeviceProgress.RollingBack => GoingBack(device, seen),
            _ => device,
        };
    }

    private RolloutDevice Installing(RolloutDevice device, FleetDevice seen)
    {
        bool hasAnswered = seen.Update?.Rollout == rollout.Id && seen.Update.Target == rollout.Plan.Target;
        if (hasAnswered && seen.Update!.Failure is { } failure)
            return Fail(device with { AnsweredAt = device.AnsweredAt ?? now }, failure);
        if (seen.InstalledTarget == rollout.Plan.Target)
        {
            return device with
            {
                Progress = DeviceProgress.OnTrial,
                AnsweredAt = device.AnsweredAt ?? now,
                InstalledAt = now,
                RestartsBefore = seen.Health.Restarts,
                Reason = null,
            };
        }

        if (hasAnswered && device.AnsweredAt is null)
            device = device with { AnsweredAt = now };
        DeviceProgress progress = now - device.OfferedAt < rollout.Wait
            ? device.AnsweredAt is null ? DeviceProgress.Offered : DeviceProgress.Updating
            : device.AnsweredAt is null ? DeviceProgress.Silent : DeviceProgress.Late;
        string? reason = progress switch
        {
            DeviceProgress.Silent => $"no answer within {Durations.Text(rollout.Wait)}",
            DeviceProgress.Late => $"not done within {Durations.Text(rollout.Wait)}",
            _ => hasAnswered ? seen.Update!.Stage : device.Reason,
        };
        return device.Progress == progress && device.Reason == reason ? device : device with { Progress = progress, Reason = reason };
    }

    private RolloutDevice Watched(RolloutDevice device, FleetDevice seen)
    {
        // What a device does long after its rollout is over is no longer the rollout's doing.
        if (device.Progress == DeviceProgress.Healthy && !rollout.IsLive)
            return device;
        if (seen.Update is { Failure: { } failure } update && update.Rollout == rollout.Id && update.Target == rollout.Plan.Target)
            return Fail(device, failure);
        if (seen.InstalledTarget != rollout.Plan.Target)
            return Fail(device, $"it went back to {seen.InstalledTarget} by itself");
        if (judge.BrokenBy(device, seen.Health) is { } broken)
            return Fail(device, broken);
        device = Suspect(device, seen.Health);
        if (device.Progress is DeviceProgress.Failed or DeviceProgress.Healthy || device.SuspectedAt is not null)
            return device;
        DateTimeOffset proved = device.InstalledAt!.Value + rollout.Soak(device.Ring);
        // Its health is only known up to when it was last heard: silence after installing proves nothing.
        if (now >= proved && seen.LastSeenAt >= proved)
            return device with { Progress = DeviceProgress.Healthy, Reason = null };
        return device.Progress == DeviceProgress.OnTrial && now >= proved + rollout.Wait
            ? device with { Progress = DeviceProgress.Late, Reason = "it fell silent while it was watched" }
            : device;
    }

    /// <summary>One measurement beyond a limit may be chance: a frame that waited for a download. Two in a row are not.</summary>
    private RolloutDevice Suspect(RolloutDevice device, DeviceHealth health)
    {
        string? broken = judge.BrokenNow(device, health);
        if (broken is null)
            return device.SuspectedAt is null ? device : device with { SuspectedAt = null, Reason = null };
        if (device.SuspectedAt is null)
            return device with { SuspectedAt = health.MeasuredAt, Reason = broken };
        return health.MeasuredAt > device.SuspectedAt ? Fail(device, broken) : device;
    }

    private RolloutDevice GoingBack(RolloutDevice device, FleetDevice seen)
    {
        bool isBusy = seen.Update is { Failure: null } update && update.Target == rollout.Plan.Target && seen.InstalledTarget != rollout.Plan.Target;
        bool isBack = seen.InstalledTarget is null || seen.InstalledTarget == device.PreviousTarget;
        return isBack && !isBusy ? device with { Progress = DeviceProgress.RolledBack } : device;
    }

    private static RolloutDevice Fail(RolloutDevice device, string reason) => device with { Progress = DeviceProgress.Failed, Reason = reason };
}
