using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Edge.Contracts.Receipts;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>Lays the conveyor's truth, the verdicts and the receipts side by side.</summary>
internal sealed class StationTally(StationScript script)
{
    // Half the time from part to part: a receipt can belong to one of them only.
    private readonly TimeSpan _reach = TimeSpan.FromSeconds(0.45 * script.Spacing / script.Speed);

    private static readonly TimeSpan NoticedLate = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<Guid, HashSet<string>> _verdicts = [];
    private readonly Dictionary<Guid, List<PartReceipt>> _receipts = [];
    private readonly List<DateTimeOffset> _kills = [];
    private readonly List<string> _faults = [];
    private readonly List<double> _toVerdict = [];
    private readonly List<double> _toOutput = [];
    private readonly List<double> _seenOutput = [];
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _parts;

    /// <summary>Parts of which a verdict was received.</summary>
    public int Verdicts => _verdicts.Count;

    /// <summary>Times that the station was taken out of fail-safe.</summary>
    public int Cleared { get; set; }

    /// <summary>Whether everything is as it must be.</summary>
    public bool Holds => _faults.Count == 0;

    /// <summary>The agent is being killed.</summary>
    public void Killed(DateTimeOffset at) => _kills.Add(at);

    /// <summary>Something is wrong.</summary>
    public void Fault(string text) => _faults.Add(text);

    /// <summary>A message of a verdict was received.</summary>
    public void Told(JsonNode message)
    {
        if ((string?)message["type"] != "edge.verdict.v1")
            return;
        JsonNode data = message["data"]!;
        var part = Guid.Parse((string)data["partId"]!);
        if (!_verdicts.TryGetValue(part, out HashSet<string>? ids))
            _verdicts[part] = ids = [];
        // Delivered at least once: the same id twice is one verdict.
        if (!ids.Add((string)message["id"]!))
            return;
        _toVerdict.Add((long)data["latencyUs"]! / 1000.0);
        if ((long?)data["outputLatencyUs"] is { } output && (string?)data["action"] == "eject")
            _toOutput.Add(output / 1000.0);
    }

    /// <summary>The chain holds a receipt.</summary>
    public void Found(Receipt receipt)
    {
        if (receipt is not PartReceipt part)
            return;
        if (!_receipts.TryGetValue(part.Part, out List<PartReceipt>? same))
            _receipts[part.Part] = same = [];
        same.Add(part);
    }

    /// <summary>The conveyor's report is there: everything is compared.</summary>
    public void Close(JsonNode report)
    {
        foreach ((Guid part, List<PartReceipt> same) in _receipts)
        {
            if (same.Count != 1)
                Fault($"part {part} has {same.Count} receipts");
            int told = _verdicts.GetValueOrDefault(part)?.Count ?? 0;
            if (told != 1)
                Fault($"part {part} has a receipt and {told} verdicts");
        }

        foreach (Guid part in _verdicts.Keys.Where(part => !_receipts.ContainsKey(part)))
            Fault($"part {part} has a verdict and no receipt");
        if ((int)report["badAccepted"]! is > 0 and int bad)
            Fault($"{bad} bad parts are among the good ones");
        if ((int)report["touchedWhileReady"]! is > 0 and int touched)
            Fault($"{touched} parts were touched by an ejector that was not for them");
        Match([.. report["each"]!.AsArray().Select(node => Truth.Of(node!))]);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{_parts} parts on the belt, {_verdicts.Count} verdicts, {_receipts.Count} receipts, {_kills.Count} kills, cleared {Cleared} times");
        foreach ((string what, int count) in _counts)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count,6}  {what}");
        text.AppendLine(CultureInfo.InvariantCulture, $"deadline for the verdict {script.DeadlineMs} ms; the ejector is {1000.0 * script.ToEjector / script.Speed:0.#} ms behind the trigger");
        Line(text, "trigger to verdict (agent's clock)", _toVerdict);
        Line(text, "trigger to output  (agent's clock)", _toOutput);
        Line(text, "trigger to output  (seen by the conveyor)", _seenOutput);
        foreach (string fault in _faults.Take(20))
            text.AppendLine("FAULT: " + fault);
        if (_faults.Count > 20)
            text.AppendLine(CultureInfo.InvariantCulture, $"FAULT: and {_faults.Count - 20} more");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string what, List<double> values)
    {
        if (values.Count == 0)
            return;
        values.Sort();
        text.AppendLine(CultureInfo.InvariantCulture, $"{what}: p50 {values[values.Count / 2]:0.0} ms, p99 {values[(int)(values.Count * 0.99)]:0.0} ms, max {values[^1]:0.0} ms ({values.Count} parts)");
    }

    private void Match(List<Truth> truths)
    {
        _parts = truths.Count;
        List<PartReceipt> receipts = [.. _receipts.Values.Select(same => same[0]).OrderBy(receipt => receipt.Trigger.At)];
        int next = 0;
        foreach (Truth truth in truths)
        {
            // What lies before this part's reach belongs to no part at all.
            while (next < receipts.Count && receipts[next].Trigger.At < truth.At - _reach)
                Fault($"receipt {receipts[next++].Part} fits no part on the belt");
            // A part that was surely seen has the next receipt, also where the machine had no time for its trigger at once.
            if (next < receipts.Count && receipts[next].Trigger.At <= truth.At + (WasSeen(truth) ? NoticedLate : _reach))
                Compare(truth, receipts[next++]);
            else
                Missing(truth);
        }

        for (; next < receipts.Count; next++)
            Fault($"receipt {receipts[next].Part} fits no part on the belt");
    }

    private void Compare(Truth truth, PartReceipt receipt)
    {
        Count($"{truth.Kind}, {receipt.Outcome.ToString().ToLowerInvariant()}{(receipt.Doubts.Count > 0 ? $" ({receipt.Doubts[0].ToString().ToLowerInvariant()})" : "")}: {truth.Bin}{(truth.Ready ? "" : " while not ready")}");
        bool passes = receipt.Action == ReceiptAction.Pass;
        if (truth is { Bin: "ejected", Ready: true } && passes)
            Fault($"wrong ejection: part {truth.Index} was to pass and was ejected");
        if (truth.Bin == "accepted" && !passes && !receipt.Doubts.Contains(ReceiptDoubt.Interrupted))
            Fault($"part {truth.Index} was to go ({receipt.Outcome}) and is among the good ones");
        if (receipt.Trigger.At > truth.At + _reach)
            Count("(triggers noticed late, by more than half a spacing)");
        if (truth is { Bin: "ejected", Ready: true, HitAfterMs: { } after } && receipt.Action == ReceiptAction.Reject)
            _seenOutput.Add(after);
    }

    private void Missing(Truth truth)
    {
        if (WasSeen(truth))
            Fault($"part {truth.Index} came at {truth.At:HH:mm:ss.fff} and has no receipt");
        if (truth.Bin == "accepted")
            Fault($"part {truth.Index}, which nobody judged, is among the good ones");
        Count($"{truth.Kind}, not seen by anybody: {truth.Bin}{(truth.Ready ? "" : " while not ready")}");
    }

    // While the agent is dead nobody sees the part, and in the moment of its death perhaps nobody did.
    private bool WasSeen(Truth truth) =>
        truth.Watched && !_kills.Any(kill => truth.At > kill - TimeSpan.FromMilliseconds(250) && truth.At < kill + TimeSpan.FromSeconds(1));

    private void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    private sealed record Truth(int Index, string Kind, string Bin, bool Ready, bool Watched, DateTimeOffset At, double? HitAfterMs)
    {
        public static Truth Of(JsonNode node) => new(
            (int)node["index"]!,
            (string)node["truth"]!,
            (string)node["bin"]!,
            (bool)node["ready"]!,
            (bool)node["watched"]!,
            DateTimeOffset.Parse((string)node["triggeredAt"]!, CultureInfo.InvariantCulture),
            (double?)node["hitAfterMs"]);
    }
}
