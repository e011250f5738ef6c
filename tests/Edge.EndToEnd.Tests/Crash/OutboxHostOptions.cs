using System.Globalization;
using Edge.Agent.Configuration;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>Command line of the child: <c>name=value</c> words.</summary>
internal sealed record OutboxHostOptions
{
    public required string DataPath { get; init; }

    public required int Port { get; init; }

    public required string Device { get; init; }

    public required IReadOnlyList<string> Cameras { get; init; }

    /// <summary>The first event that the world still shows, by camera: those before it happened while the child was up, and were acknowledged.</summary>
    public IReadOnlyDictionary<string, long> From { get; init; } = new Dictionary<string, long>();

    /// <summary>Last event of each camera; 0 is no end.</summary>
    public long Until { get; init; }

    public DeliveryReceipt Receipt { get; init; } = DeliveryReceipt.Cloud;

    public bool Synchronous { get; init; } = true;

    public IEnumerable<string> ToArguments() =>
    [
        "--outbox-host",
        $"data={DataPath}",
        $"port={Port}",
        $"device={Device}",
        $"cameras={string.Join(',', Cameras)}",
        $"from={string.Join(',', From.Select(entry => $"{entry.Key}:{entry.Value}"))}",
        $"until={Until}",
        $"receipt={Receipt}",
        $"synchronous={Synchronous}",
    ];

    public static OutboxHostOptions Parse(IEnumerable<string> words)
    {
        Dictionary<string, string> values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new OutboxHostOptions
        {
            DataPath = values["data"],
            Port = int.Parse(values["port"], CultureInfo.InvariantCulture),
            Device = values["device"],
            Cameras = values["cameras"].Split(','),
            From = values["from"].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split(':')).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture)),
            Until = long.Parse(values["until"], CultureInfo.InvariantCulture),
            Receipt = Enum.Parse<DeliveryReceipt>(values["receipt"]),
            Synchronous = bool.Parse(values["synchronous"]),
        };
    }
}
