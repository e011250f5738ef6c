namespace Edge.Cloud.Dashboard;

/// <summary>The fleet at a glance.</summary>
/// <param name="Devices">Its devices by id, revoked ones left out.</param>
/// <param name="IsWhole">Whether these are all, or only those that were asked for.</param>
/// <param name="AlertsToday">Alerts raised in the last 24 hours.</param>
/// <param name="AlertsOpen">Alerts of the last 24 hours that nobody has acknowledged.</param>
internal sealed record FleetPage(IReadOnlyList<DeviceGlance> Devices, bool IsWhole, long AlertsToday, long AlertsOpen);
