namespace Edge.Cloud.Rollouts;

/// <summary>What is seen of the fleet when a rollout is stepped.</summary>
/// <param name="Devices">Devices by id: all that are in the rollout.</param>
/// <param name="Untouched">Alerts of the rollout's devices that do not have the release yet, before and since its newest ring began: what the time of day did to the rates.</param>
internal sealed record FleetView(IReadOnlyDictionary<string, FleetDevice> Devices, AlertCounts Untouched)
{
    /// <summary>Nothing is seen.</summary>
    public static FleetView Empty { get; } = new(new Dictionary<string, FleetDevice>(), default);
}
