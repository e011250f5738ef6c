namespace Edge.Cloud.Dashboard;

/// <summary>A rollout that a device is or was in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Target">The release.</param>
/// <param name="Progress">Where the device is in it.</param>
internal sealed record DeviceRollout(string Id, string Name, string Target, string Progress);
