using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>Rollouts as the API shows them.</summary>
internal static class RolloutViews
{
    /// <summary>One rollout.</summary>
    /// <param name="rollout">Its state.</param>
    /// <param name="counts">How many of its devices are where, by ring.</param>
    public static RolloutView Of(Rollout rollout, IEnumerable<(int Ring, DeviceProgress Progress, int Count)> counts)
    {
        ILookup<int, (int Ring, DeviceProgress Progress, int Count)> byRing = counts.ToLookup(count => count.Ring);
        return new RolloutView
        {
            Id = rollout.Id,
            Plan = rollout.Plan,
            Status = rollout.Status,
            Reason = rollout.Reason,
            Attention = rollout.Attention,
            CreatedAt = rollout.CreatedAt,
            CreatedBy = rollout.CreatedBy,
            EndedAt = rollout.EndedAt,
            Rings = [.. rollout.Rings.Select((ring, index) => Ring(rollout, index, byRing[index].ToDictionary(count => count.Progress, count => count.Count)))],
            LeftOut = byRing[-1].Sum(count => count.Count),
        };
    }

    /// <summary>One device.</summary>
    public static RolloutDeviceView Of(Rollout rollout, RolloutDevice device) => new()
    {
        Device = device.Device,
        Ring = device.Ring < 0 ? null : rollout.Plan.Rings[device.Ring].Name,
        Progress = device.Progress,
        Reason = device.Reason,
        PreviousTarget = device.PreviousTarget,
        OfferedAt = device.OfferedAt,
        InstalledAt = device.InstalledAt,
    };

    private static RingView Ring(Rollout rollout, int index, Dictionary<DeviceProgress, int> counts)
    {
        int size = counts.Where(count => count.Key is not (DeviceProgress.Excluded or DeviceProgress.Superseded)).Sum(count => count.Value);
        RolloutRing ring = rollout.Rings[index];
        return new RingView
        {
            Name = rollout.Plan.Rings[index].Name,
            Status = ring.Status,
            OpenedAt = ring.OpenedAt,
            EndedAt = ring.EndedAt,
            Size = size,
            Needed = rollout.Needed(index, size),
            Counts = counts,
            Measures = ring.Measures,
        };
    }
}
