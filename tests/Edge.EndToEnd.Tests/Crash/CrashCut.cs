using Edge.Agent.Health;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>How one round ends. A pure choice from the seed.</summary>
/// <param name="AfterMs">kill -9 of the child this long after it is ready, if nothing else ended it.</param>
/// <param name="FromStart">The time counts from the start of the process instead.</param>
/// <param name="FaultPoint">Label and count at which the child kills itself; null is none.</param>
/// <param name="WriteKill">File suffix and count of the write before which it is killed; null is none.</param>
/// <param name="KillBroker">Whether the broker is killed during the round, too.</param>
/// <param name="PowerCut">Whether what was not synced is gone afterwards.</param>
internal sealed record CrashCut(int AfterMs, bool FromStart, string? FaultPoint, string? WriteKill, bool KillBroker, bool PowerCut)
{
    /// <summary>The label without its count; empty where the round visits none.</summary>
    public string Label => FaultPoint?.Split(':')[0] ?? WriteKill?.Split(':')[0] ?? "";

    /// <summary>Round <paramref name="round"/>: every label in turn, random moments between, the broker now and then.</summary>
    public static CrashCut Plan(Random random, int round, CrashScript script)
    {
        CrashPace pace = script.Program.Pace;
        int afterMs = random.Next(20, pace.LongestLifeMs);
        bool fromStart = false;
        string? faultPoint = null, writeKill = null;
        switch (round % pace.LabelEvery)
        {
            case 0:
                faultPoint = $"{FaultPoints.Labels[round / pace.LabelEvery % FaultPoints.Labels.Count]}:{random.Next(1, pace.MostHits)}";
                afterMs = pace.LabelPatienceMs;
                break;
            case 1 when random.Next(2) == 0:
                writeKill = $"{(random.Next(2) == 0 ? "outbox.db" : "outbox.db-wal")}:{random.Next(1, 60)}";
                afterMs = pace.LabelPatienceMs;
                break;
            case 1 when pace.StartMs > 0 && random.Next(2) == 0:
                fromStart = true;
                afterMs = random.Next(pace.StartMs);
                break;
        }

        bool killBroker = script.BrokerKillEvery > 0 && round % script.BrokerKillEvery == script.BrokerKillEvery - 1;
        return new CrashCut(afterMs, fromStart, faultPoint, writeKill, killBroker, script.PowerCuts);
    }

    public override string ToString() =>
        $"{(FaultPoint ?? WriteKill ?? $"{AfterMs} ms after {(FromStart ? "start" : "ready")}")}{(KillBroker ? ", broker" : "")}{(PowerCut ? ", power" : "")}";
}
