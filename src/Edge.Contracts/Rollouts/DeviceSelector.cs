namespace Edge.Contracts.Rollouts;

/// <summary>Which devices: those that meet every condition that is given. Without any, all of the fleet.</summary>
public sealed record DeviceSelector
{
    /// <summary>Sites; empty: any.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Labels that a device must all have, with these values; empty: any.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Device ids; empty: any.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Whether a device meets it.</summary>
    /// <param name="device">Its id.</param>
    /// <param name="site">Its site.</param>
    /// <param name="labels">Its labels.</param>
    public bool Matches(string device, string site, IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return (Sites.Count == 0 || Sites.Contains(site, StringComparer.Ordinal))
            && (Devices.Count == 0 || Devices.Contains(device, StringComparer.Ordinal))
            && Labels.All(wanted => labels.TryGetValue(wanted.Key, out string? value) && value == wanted.Value);
    }
}
