namespace Edge.Contracts.Updates;

/// <summary>
/// What a TUF target is as a release: its <c>custom</c> object, signed with the target. Which devices may take it, in which order, within which limits.
/// As JSON (<see cref="ReleaseDescriptionJson"/>) it holds no fractions: canonical JSON of TUF has integers only.
/// </summary>
public sealed record ReleaseDescription
{
    /// <summary>What it changes.</summary>
    public required ReleaseKind Kind { get; init; }

    /// <summary>Name of the thing: a pack's name, <c>edge-agent</c>, a configuration's name; letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, 1 to 100.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, for people; same letters as the name. What decides on newer or older is <see cref="Counter"/>.</summary>
    public required string Version { get; init; }

    /// <summary>Never decreases per kind on a device (Uptane's release counter); from 1 to 2^53.</summary>
    public required long Counter { get; init; }

    /// <summary>Hardware ids that it is for; empty: any.</summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    /// <summary>Serial numbers of the devices that it is for; empty: any.</summary>
    public IReadOnlyList<string> Serials { get; init; } = [];

    /// <summary>Limit for the replay of stored pictures; null: the device's own limit holds.</summary>
    public ReplayBudget? Replay { get; init; }

    /// <summary>Longest p99 of one inference on the device, in milliseconds, above 0; kept to a microsecond; null: no limit.</summary>
    public double? MaximumLatencyMs { get; init; }

    /// <summary>Smaller files that make it from older ones.</summary>
    public IReadOnlyList<DeltaDescription> Deltas { get; init; } = [];

    /// <summary>Whether a device of this <paramref name="hardware"/> and <paramref name="serial"/> may take it.</summary>
    public bool IsFor(string hardware, string serial) =>
        (Hardware.Count == 0 || Hardware.Contains(hardware, StringComparer.Ordinal))
        && (Serials.Count == 0 || Serials.Contains(serial, StringComparer.Ordinal));
}
