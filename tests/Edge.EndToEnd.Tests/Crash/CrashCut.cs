using Edge.Agent.Health;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>How one round ends. A pure choice from the seed.</summary>
/// <param name="AfterMs">kill -9 of the child this long after it is ready, if nothing else ended it.</param>
/// <param name="FaultPoint">Label and count at which the child kills itself; null is none.</param>
/// <param name="WriteKill">File suffix and count of the write before which it is killed; null is none.</param>
/// <param name="KillBroker">Whether the broker is killed during the round, too.</param>
/// <param name="PowerCut">Whether what was not synced is gone afterwards.</param>
internal sealed record CrashCut(int AfterMs, string? FaultPoint, string? WriteKill, bool KillBroker, bool PowerCut)
{
    /// <summary>Round <paramref name="round"/>: every label in turn, random moments between, the broker now and then.</summary>
    public static CrashCut Plan(Random random, int round, CrashScript script)
    {
        int afterMs = random.Next(20, 400);
        string? faultPoint = null, writeKill = null;
        switch (round % 3)
        {
            case 0:
                faultPoint = $"{FaultPoints.Labels[round / 3 % FaultPoints.Labels.Count]}:{random.Next(1, 12)}";
                afterMs = 1500;
                break;
            case 1 when random.Next(2) == 0:
                writeKill = $"{(random.Next(2) == 0 ? "outbox.db" : "outbox.db-wal")}:{random.Next(1, 60)}";
                afterMs = 1500;
                break;
        }

        bool killBroker = script.BrokerKillEvery > 0 && round % script.BrokerKillEvery == script.BrokerKillEvery - 1;
        return new CrashCut(afterMs, faultPoint, writeKill, killBroker, script.PowerCuts);
    }

    public override string ToString() =>
        $"{(FaultPoint ?? WriteKill ?? $"after {AfterMs} ms")}{(KillBroker ? ", broker" : "")}{(PowerCut ? ", power" : "")}";
}
