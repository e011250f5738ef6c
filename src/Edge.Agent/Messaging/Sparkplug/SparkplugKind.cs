namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>The message types that we send and hear.</summary>
internal enum SparkplugKind
{
    NodeBirth,
    NodeData,
    NodeDeath,
    NodeCommand,
    DeviceBirth,
    DeviceData,
    DeviceDeath,
    DeviceCommand,
}
