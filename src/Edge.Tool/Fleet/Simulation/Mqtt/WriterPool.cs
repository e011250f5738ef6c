using System.Collections.Concurrent;

namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>Writers that are not in use. Those that grew large are let go.</summary>
internal static class WriterPool
{
    private const int Most = 256;
    private const int LargestBytes = 64 * 1024;
    private static readonly ConcurrentBag<MqttPacketWriter> Free = [];

    public static MqttPacketWriter Rent() => Free.TryTake(out MqttPacketWriter? writer) ? writer : new MqttPacketWriter();

    public static void Return(MqttPacketWriter writer)
    {
        if (writer.Written.Length > LargestBytes || Free.Count >= Most)
            return;
        writer.Clear();
        Free.Add(writer);
    }
}
