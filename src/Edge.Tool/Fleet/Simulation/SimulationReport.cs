using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>What a simulation showed.</summary>
internal sealed record SimulationReport
{
    /// <summary>Devices.</summary>
    public required int Devices { get; init; }

    /// <summary>Phases in their order.</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Alerts raised.</summary>
    public required long Raised { get; init; }

    /// <summary>Alerts whose receipt came.</summary>
    public required long Receipted { get; init; }

    /// <summary>Raised alerts that the cloud does not have.</summary>
    public required long Lost { get; init; }

    /// <summary>Alerts that the cloud has more than once.</summary>
    public required long StoredTwice { get; init; }

    /// <summary>Receipts for alerts that the cloud does not have: a promise that was broken.</summary>
    public required long FalseReceipts { get; init; }

    /// <summary>Times that an alert was sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Connections that broke.</summary>
    public required long LostConnections { get; init; }

    /// <summary>Attempts to connect that failed.</summary>
    public required long RefusedConnections { get; init; }

    /// <summary>Telemetry messages that the broker took, of those sent.</summary>
    public required long TelemetryTaken { get; init; }

    /// <summary>Telemetry messages sent.</summary>
    public required long TelemetrySent { get; init; }

    /// <summary>Most memory of this process, in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>What ingest counted.</summary>
    public JsonElement? Ingest { get; init; }

    /// <summary>Whether nothing was lost, stored twice or promised in vain, and every phase reached its end.</summary>
    public bool IsGood => Lost == 0 && StoredTwice == 0 && FalseReceipts == 0 && Raised == Receipted && Phases.All(phase => phase.IsComplete);

    /// <summary>For people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Phase phase in Phases)
            text.AppendLine(phase.ToString());
        text.AppendLine(CultureInfo.InvariantCulture, $"alerts      {Raised} raised, {Receipted} acknowledged, {Sent} sent; lost {Lost}, stored twice {StoredTwice}, acknowledged but not there {FalseReceipts}");
        text.AppendLine(CultureInfo.InvariantCulture, $"telemetry   {TelemetrySent} sent, {TelemetryTaken} taken by the broker");
        text.AppendLine(CultureInfo.InvariantCulture, $"connections {LostConnections} broken, {RefusedConnections} attempts failed; this process {PeakMemoryBytes / 1048576} MiB at most");
        if (Ingest is { } ingest)
            text.AppendLine($"ingest      {ingest}");
        text.Append(IsGood ? "PASS" : "FAIL");
        return text.ToString();
    }

    /// <summary>One phase.</summary>
    /// <param name="Name">What was done.</param>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="Count">How many of what was done.</param>
    /// <param name="Wanted">How many were to be.</param>
    /// <param name="Times">Of each.</param>
    internal sealed record Phase(string Name, double Seconds, long Count, long Wanted, PhaseTimes? Times)
    {
        /// <summary>Whether all of it was done.</summary>
        public bool IsComplete => Count >= Wanted;

        /// <summary>For people.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name,-11} {Count} of {Wanted} in {Seconds:0.0} s ({(Seconds > 0 ? Count / Seconds : 0):0}/s){Times}");
    }

    /// <summary>Times of a phase, in milliseconds.</summary>
    /// <param name="P50Ms">Median.</param>
    /// <param name="P95Ms">95 of 100 were not slower.</param>
    /// <param name="P99Ms">99 of 100 were not slower.</param>
    /// <param name="LongestMs">The slowest.</param>
    internal sealed record PhaseTimes(double P50Ms, double P95Ms, double P99Ms, double LongestMs)
    {
        /// <summary>Times of a histogram; null where it is empty.</summary>
        public static PhaseTimes? Of(LatencyHistogram histogram) => histogram.Count == 0 ? null : new PhaseTimes(
            histogram.Percentile(0.5).TotalMilliseconds, histogram.Percentile(0.95).TotalMilliseconds, histogram.Percentile(0.99).TotalMilliseconds, histogram.Longest.TotalMilliseconds);

        /// <summary>For people.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"; p50 {P50Ms:0} ms, p95 {P95Ms:0} ms, p99 {P99Ms:0} ms, longest {LongestMs:0} ms");
    }
}
