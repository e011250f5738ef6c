namespace Edge.Contracts.Updates;

/// <summary>Which releases a device is to run: names only. Whether it takes them is decided by signed metadata and by the device.</summary>
/// <param name="Targets">Path of the wanted TUF target by kind, or <see cref="Factory"/>. A kind that is not named stays as it is.</param>
/// <param name="Rollout">The rollout that wants them; empty for none. What failed is tried again only for another rollout.</param>
public sealed record DesiredTargets(IReadOnlyDictionary<ReleaseKind, string> Targets, string Rollout)
{
    /// <summary>
    /// In place of a path: what the device ran before any release came, such as the pack that ships. Granted only as the way back from the first release,
    /// and only for a limited time, as any way back.
    /// </summary>
    public const string Factory = "factory";

    /// <summary>Wants nothing.</summary>
    public static DesiredTargets None { get; } = new(new Dictionary<ReleaseKind, string>(), "");
}
