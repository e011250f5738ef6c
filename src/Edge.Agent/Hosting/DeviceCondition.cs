using Edge.Agent.Health;
using Edge.Agent.Messaging;
using Edge.Agent.Updates;

namespace Edge.Agent.Hosting;

/// <summary>How the device is, for the probation of a release: what the health monitor found, and whether the broker answers.</summary>
internal sealed class DeviceCondition(Messenger messenger, Func<HealthReport?> health) : IDeviceCondition
{
    /// <inheritdoc/>
    public bool IsBrokerConnected => messenger.Connection.IsConnected;

    /// <inheritdoc/>
    public IReadOnlyList<string> Faults =>
        health() is { } report ? [.. report.Parts.Where(part => part.State != PartState.Healthy && part.Key.Part != HealthPart.Publisher).Select(part => $"{part.Key} is {Words(part.State)}")] : [];

    private static string Words(PartState state) => state.ToString().ToLowerInvariant();
}
