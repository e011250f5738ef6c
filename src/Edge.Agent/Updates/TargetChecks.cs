using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>Whether a device may take a release that verified metadata describes. Pure; looks at nothing that the metadata does not cover.</summary>
internal static class TargetChecks
{
    /// <summary>For how long after its commit a release may be left for the one before it: after that the counter holds without exception.</summary>
    public static readonly TimeSpan WayBack = TimeSpan.FromDays(30);

    /// <summary>Checks a release that is to come in.</summary>
    /// <param name="target">As verified metadata describes it.</param>
    /// <param name="kind">What it was wanted for.</param>
    /// <param name="device">Of this device.</param>
    /// <param name="floor">The least counter allowed.</param>
    /// <returns>What it is as a release.</returns>
    /// <exception cref="UpdateRefusedException">It is not for this device, not of this kind, older or too large.</exception>
    public static ReleaseDescription Check(ReleaseTarget target, ReleaseKind kind, UpdateIdentity device, long floor)
    {
        ReleaseDescription release = CheckKind(target, kind);
        CheckDevice(target, release, device);
        if (release.Counter < floor)
        {
            throw new UpdateRefusedException(
                UpdateFault.OlderCounter, $"release '{target.Path}' has the counter {release.Counter}; allowed: {floor} or more, since that was committed here, or what ran just before");
        }

        if (target.SizeBytes < 1 || target.SizeBytes > UpdatePolicy.MaximumBytes(kind))
            throw new UpdateRefusedException(UpdateFault.NoRoom, $"release '{target.Path}' has {target.SizeBytes} bytes; allowed for {UpdateFolders.NameOf(kind)}: 1 to {UpdatePolicy.MaximumBytes(kind)}");
        return release;
    }

    /// <summary>Whether going to this release is going back to what ran just before, in time: the only way to a lower counter.</summary>
    public static bool IsWayBack(ReleaseTarget target, SlotRecord slot, DateTimeOffset now) =>
        slot.Previous is { } previous && previous.Sha256.Length > 0 && previous.Sha256 == target.Sha256 && IsInTime(slot, now);

    /// <summary>Whether going back to what the device came with is allowed.</summary>
    public static bool IsWayBackToFactory(SlotRecord slot, DateTimeOffset now) => slot.Previous is { Sha256: "" } && IsInTime(slot, now);

    /// <summary>Checks that a release is what it was wanted for, and for this device; its counter and size are not looked at.</summary>
    public static void CheckWayBack(ReleaseTarget target, ReleaseKind kind, UpdateIdentity device) =>
        CheckDevice(target, CheckKind(target, kind), device);

    private static bool IsInTime(SlotRecord slot, DateTimeOffset now) => slot.CommittedAt is { } since && (now - since).Duration() <= WayBack;

    private static ReleaseDescription CheckKind(ReleaseTarget target, ReleaseKind kind)
    {
        if (target.Description is not { } release)
            throw new UpdateRefusedException(UpdateFault.WrongKind, $"target '{target.Path}' is no release by itself; wanted: {UpdateFolders.NameOf(kind)}");
        if (release.Kind != kind)
            throw new UpdateRefusedException(UpdateFault.WrongKind, $"release '{target.Path}' is signed as {UpdateFolders.NameOf(release.Kind)}; wanted: {UpdateFolders.NameOf(kind)}");
        if (!ReleaseStore.IsSha256(target.Sha256))
            throw new UpdateRefusedException(UpdateFault.Form, $"release '{target.Path}': its SHA-256 is not 64 lower-case hexadecimal digits", "name");
        return release;
    }

    private static void CheckDevice(ReleaseTarget target, ReleaseDescription release, UpdateIdentity device)
    {
        if (release.Hardware.Count > 0 && !release.Hardware.Contains(device.Hardware, StringComparer.Ordinal))
            throw new UpdateRefusedException(UpdateFault.WrongHardware, $"release '{target.Path}' is for the hardware {string.Join(", ", release.Hardware)}; this is '{device.Hardware}'");
        if (release.Serials.Count > 0 && !release.Serials.Contains(device.Serial, StringComparer.Ordinal))
            throw new UpdateRefusedException(UpdateFault.WrongSerial, $"release '{target.Path}' is for {release.Serials.Count} other devices; this is '{device.Serial}'");
    }
}
