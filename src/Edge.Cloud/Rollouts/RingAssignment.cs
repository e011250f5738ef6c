using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>
/// Which device is in which ring. Among devices that could be next, those heard from lately come first (a first ring of one that never answers proves nothing),
/// and then it is by chance, but the same chance whenever it is asked: by hash of rollout and device, so that not always the same devices go first.
/// </summary>
internal static class RingAssignment
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    /// <summary>Every device that the plan selects, with its ring.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="fleet">All devices.</param>
    /// <param name="held">Devices that another live rollout of the same kind holds, with its name.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<RolloutDevice> Assign(Rollout rollout, IEnumerable<FleetDevice> fleet, IReadOnlyDictionary<string, string> held, DateTimeOffset now)
    {
        var result = new List<RolloutDevice>();
        var free = new List<FleetDevice>();
        foreach (FleetDevice device in fleet.Where(device => rollout.Plan.Devices.Matches(device.Device, device.Site, device.Labels)))
        {
            if (ReasonAgainst(rollout, device, held) is { } reason)
                result.Add(new RolloutDevice { Device = device.Device, Ring = -1, Progress = DeviceProgress.Excluded, Reason = reason });
            else
                free.Add(device);
        }

        List<FleetDevice> next = [.. free.OrderBy(device => device.LastSeenAt < now - Lately || device.LastSeenAt is null).ThenBy(device => Chance(rollout.Id, device.Device))];
        int total = free.Count;
        for (int ring = 0; ring < rollout.Plan.Rings.Count; ring++)
        {
            RingPlan plan = rollout.Plan.Rings[ring];
            int most = Math.Min(plan.Count ?? int.MaxValue, plan.Percent is { } percent ? Math.Max(0, (int)Math.Ceiling(percent / 100 * total - 1e-9) - (total - next.Count)) : int.MaxValue);
            List<FleetDevice> taken = [.. next.Where(device => plan.Only?.Matches(device.Device, device.Site, device.Labels) ?? true).Take(most)];
            result.AddRange(taken.Select(device => new RolloutDevice { Device = device.Device, Ring = ring, Progress = DeviceProgress.Waiting }));
            var gone = taken.Select(device => device.Device).ToHashSet(StringComparer.Ordinal);
            next.RemoveAll(device => gone.Contains(device.Device));
        }

        result.AddRange(next.Select(device => new RolloutDevice { Device = device.Device, Ring = -1, Progress = DeviceProgress.Excluded, Reason = "no ring of the plan takes it" }));
        return result;
    }

    /// <summary>Where a device that came to the fleet after the rollout began belongs: in its last ring; null where the rollout is not for it.</summary>
    public static RolloutDevice? Join(Rollout rollout, FleetDevice device, IReadOnlyDictionary<string, string> held)
    {
        if (!rollout.Plan.Devices.Matches(device.Device, device.Site, device.Labels))
            return null;
        int last = rollout.Plan.Rings.Count - 1;
        RingPlan ring = rollout.Plan.Rings[last];
        string? against = ReasonAgainst(rollout, device, held)
            ?? (ring.Only?.Matches(device.Device, device.Site, device.Labels) == false || ring.Count is not null || ring.Percent is < 100 ? "it came after the rollout began, and the last ring takes no more" : null);
        return new RolloutDevice { Device = device.Device, Ring = against is null ? last : -1, Progress = against is null ? DeviceProgress.Waiting : DeviceProgress.Excluded, Reason = against };
    }

    /// <summary>Why a device cannot have the release; null where it can.</summary>
    public static string? ReasonAgainst(Rollout rollout, FleetDevice device, IReadOnlyDictionary<string, string> held)
    {
        if (device.IsRevoked)
            return "its certificate is revoked";
        if (!rollout.Release.IsFor(device.Hardware, device.Serial))
            return $"the release is not for hardware '{device.Hardware}' with serial number '{device.Serial}'";
        if (device.InstalledCounter > rollout.Release.Counter && device.InstalledTarget != rollout.Plan.Target)
            return $"it runs a newer release (counter {device.InstalledCounter}, this one {rollout.Release.Counter})";
        return held.TryGetValue(device.Device, out string? other) ? $"the rollout '{other}' holds it" : null;
    }

    private static ulong Chance(string rollout, string device) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{rollout}/{device}")));
}
