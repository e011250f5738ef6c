using Edge.Agent.Configuration;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>What a Sparkplug node needs.</summary>
public sealed record SparkplugNodeParts
{
    /// <summary>The broker, with the Sparkplug settings.</summary>
    public required MqttSettings Mqtt { get; init; }

    /// <summary>Site, device, and where the node keeps its session number.</summary>
    public required DeviceSettings Device { get; init; }

    /// <summary>The node's first reading.</summary>
    public required NodeReading Reading { get; init; }

    /// <summary>Called when a host sets a product: quickly, on the node's loop, without throwing. The change is told by the station's next reading.</summary>
    public required Action<ProductRequest> ProductAsked { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Hears each new reason for a failure once.</summary>
    public required ILogger Log { get; init; }
}
