using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>Readings for tests.</summary>
internal static class SparkplugReadings
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);

    public static NodeReading Node { get; } = new() { At = Start, SoftwareVersion = "0.1.0", Site = "plant", TemperatureC = 51.5 };

    /// <summary>A station after so many parts, one in ten a fail, one part a second.</summary>
    public static StationReading Station(string station, long parts, StationMode mode = StationMode.Running) => new()
    {
        Station = station,
        At = Start.AddSeconds(parts),
        Mode = mode,
        Product = "board-7",
        SinceStart = new StationCounts
        {
            Since = Start,
            Parts = parts,
            Pass = parts - (parts / 10),
            Fail = parts / 10,
            CannotJudge = 0,
            EjectionsConfirmed = parts / 10,
            EjectionsLate = 0,
            EjectionsMissed = 0,
            EjectionsWrong = 0,
        },
        LastPart = parts == 0 ? null : new StationLastPart($"part-{parts}", parts, parts % 10 == 0 ? VerdictOutcome.Fail : VerdictOutcome.Pass, parts % 10 == 0 ? "spur" : null, Start.AddSeconds(parts)),
        CycleTime = parts < 2 ? null : TimeSpan.FromSeconds(1),
        Latency = parts == 0 ? null : TimeSpan.FromMilliseconds(48),
    };
}
