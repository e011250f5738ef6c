using Edge.Contracts.Receipts;

namespace Edge.Contracts.ShiftReports;

/// <summary>
/// Counts a station's receipts of one period: files in their order, then <see cref="ToSummary"/>. A part belongs to the period in which it was announced;
/// its receipt may come later, so reading goes on a little past the end. Entries are read once each; not thread safe.
/// </summary>
public sealed class ShiftTally(string name, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
{
    private const int MostNotes = 20;
    private readonly Dictionary<string, ShiftOutcomes> _products = [];
    private readonly SortedDictionary<DateTimeOffset, ShiftOutcomes> _hours = [];
    private readonly Dictionary<string, (long Defects, long Parts)> _defects = [];
    private readonly Dictionary<ReceiptDoubt, long> _doubts = [];
    private readonly List<long> _latencies = [];
    private readonly ShiftCycles _cycles = new();
    private readonly ShiftStops _stops = new(from, to);
    private readonly List<string> _notes = [];
    private ShiftOutcomes _outcomes;
    private ShiftEjections _ejections;
    private string? _station;
    private string? _device;
    private long _deadlineUs;
    private long _pastDeadline;
    private long _goldenChecks;
    private long _goldenWrong;
    private long _firstEntry;
    private string? _lastEntry;

    /// <summary>A longer gap between two parts is a standstill and no cycle.</summary>
    public static TimeSpan StandstillAfter { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads one file. Hashes and links are checked; where a link is broken, the rest of the file is left out and a note says so.</summary>
    /// <param name="file">How to call it in notes.</param>
    /// <param name="content">Its bytes; not disposed.</param>
    public void Read(string file, Stream content)
    {
        var verifier = new ReceiptVerifier(new ReceiptCheck { HashesOnly = true, MayStartInTheMiddle = true, OnEntry = Add });
        verifier.Add(file, content);
        // The newest file may end in the line that is just being written.
        if (verifier.Finish().Fault is { Kind: not ReceiptFaultKind.Torn } fault)
            Note($"a link of the chain is broken, and what follows in its file is not counted: {fault}");
    }

    /// <summary>Counts one entry.</summary>
    public void Add(ReceiptLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        ReceiptEntry entry = line.Entry;
        _station ??= entry.Station;
        _stops.Add(entry);
        if (entry.Receipt is OpeningReceipt opening)
            _device = opening.Device;
        DateTimeOffset at = entry.Receipt is PartReceipt { Trigger.At: var announced } ? announced : entry.At;
        if (at < from || at >= to)
            return;
        if (_firstEntry == 0)
            _firstEntry = entry.Sequence;
        _lastEntry = new ReceiptHead(entry.Sequence, line.Hash).ToString();
        switch (entry.Receipt)
        {
            case PartReceipt part:
                Add(part);
                break;
            case GoldenPartReceipt golden:
                _goldenChecks++;
                _goldenWrong += golden.IsRight ? 0 : 1;
                break;
            case RecoveryReceipt { Damage: { } damage }:
                Note($"entry {entry.Sequence}: the station found committed receipts damaged: {damage}");
                break;
        }
    }

    /// <summary>Says something that the reader must know.</summary>
    public void Note(string note)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(note);
    }

    /// <summary>The numbers. Call it once.</summary>
    /// <param name="station">Id of the station, for a period without entries.</param>
    public ShiftSummary ToSummary(string station) => new()
    {
        Station = _station ?? station,
        Device = _device,
        Name = name,
        From = from,
        To = to,
        Zone = zone,
        Outcomes = _outcomes,
        Products = [.. _products.Select(pair => new ShiftProduct(pair.Key, pair.Value)).OrderByDescending(product => product.Outcomes.Parts).ThenBy(product => product.Product, StringComparer.Ordinal)],
        Hours = [.. AllHours()],
        Defects = [.. Pareto()],
        Doubts = [.. _doubts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => new ShiftDoubt(Word(pair.Key), pair.Value))],
        Cycles = _cycles.ToTimes(),
        Standstills = _cycles.Standstills,
        StandstillTime = _cycles.StandstillTime,
        Latencies = ShiftTimes.Of(_latencies, _deadlineUs),
        DeadlineUs = _deadlineUs,
        PastDeadline = _pastDeadline,
        Ejections = _ejections,
        GoldenChecks = _goldenChecks,
        GoldenWrong = _goldenWrong,
        Stops = _stops.ToStops(),
        Notes = _notes,
        FirstEntry = _firstEntry,
        LastEntry = _lastEntry,
    };

    private void Add(PartReceipt part)
    {
        _outcomes = With(_outcomes, part.Outcome);
        _products[part.Product] = With(_products.GetValueOrDefault(part.Product), part.Outcome);
        DateTimeOffset hour = Hour(part.Trigger.At);
        _hours[hour] = With(_hours.GetValueOrDefault(hour), part.Outcome);
        _cycles.Add(part.Trigger);
        foreach (ReceiptDoubt doubt in part.Doubts.Distinct())
            _doubts[doubt] = _doubts.GetValueOrDefault(doubt) + 1;
        // What is within the limits is no reason for anything.
        if (part.Outcome == ReceiptOutcome.Fail)
        {
            foreach (IGrouping<string, ReceiptDefect> found in part.Defects.GroupBy(defect => defect.Class, StringComparer.Ordinal))
            {
                (long defects, long parts) = _defects.GetValueOrDefault(found.Key);
                _defects[found.Key] = (defects + found.Count(), parts + 1);
            }
        }

        if (part.LatencyUs is { } latency)
            _latencies.Add(latency);
        _deadlineUs = Math.Max(_deadlineUs, part.DeadlineUs);
        _pastDeadline += part.LatencyUs is null || part.LatencyUs > part.DeadlineUs ? 1 : 0;
        _ejections = part.Confirmation switch
        {
            ReceiptConfirmation.Confirmed => _ejections with { Confirmed = _ejections.Confirmed + 1 },
            ReceiptConfirmation.Late => _ejections with { Late = _ejections.Late + 1 },
            ReceiptConfirmation.Missed => _ejections with { Missed = _ejections.Missed + 1 },
            ReceiptConfirmation.Wrong => _ejections with { Wrong = _ejections.Wrong + 1 },
            _ => _ejections with { NotWatched = _ejections.NotWatched + 1 },
        };
    }

    private IEnumerable<ShiftHour> AllHours()
    {
        if (_hours.Count == 0)
            yield break;
        DateTimeOffset last = _hours.Keys.Last();
        for (DateTimeOffset hour = _hours.Keys.First(); hour <= last; hour = hour.AddHours(1))
            yield return new ShiftHour(hour, _hours.GetValueOrDefault(hour));
    }

    private IEnumerable<ShiftDefect> Pareto()
    {
        long all = _defects.Values.Sum(count => count.Defects), sum = 0;
        foreach ((string name, (long defects, long parts)) in _defects.OrderByDescending(pair => pair.Value.Defects).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            sum += defects;
            yield return new ShiftDefect(name, defects, parts, (double)sum / all);
        }
    }

    // By the hours of UTC: zones with half hours have their bars at half past.
    private static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static ShiftOutcomes With(ShiftOutcomes counts, ReceiptOutcome outcome) => outcome switch
    {
        ReceiptOutcome.Pass => counts with { Pass = counts.Pass + 1 },
        ReceiptOutcome.Fail => counts with { Fail = counts.Fail + 1 },
        _ => counts with { CannotJudge = counts.CannotJudge + 1 },
    };

    private static string Word(ReceiptDoubt doubt) => doubt switch
    {
        ReceiptDoubt.Dark => "dark",
        ReceiptDoubt.BlownOut => "blown out",
        ReceiptDoubt.Blurred => "blurred",
        ReceiptDoubt.Moved => "moved",
        ReceiptDoubt.NoPart => "no part",
        ReceiptDoubt.NoPicture => "no picture",
        ReceiptDoubt.Late => "late",
        ReceiptDoubt.Interrupted => "interrupted",
        ReceiptDoubt.FailSafe => "fail-safe",
        _ => "fault",
    };
}
