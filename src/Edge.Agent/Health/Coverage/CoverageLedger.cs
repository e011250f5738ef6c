using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Coverage;

/// <summary>
/// The coverage record: for each camera, when it was really watching, and why not in the rest. Lengths are monotonic time;
/// wall-clock times are those shown when it happened. A killed process takes the last minute's record with it: that minute is
/// then told as not running. Thread safe.
/// </summary>
public sealed class CoverageLedger
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LargestDrift = TimeSpan.FromSeconds(2);
    private const int MostUnwritten = 10_000;

    private readonly Lock _gate = new();
    private readonly CoverageJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _bootId;
    private readonly Dictionary<string, (CameraWatch Camera, CoverageJudge Judge)> _judges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CoverageSpan> _open = new(StringComparer.Ordinal);
    private readonly List<CoverageLine> _unwritten = [];
    private readonly Dictionary<string, CoverageLine> _lastLines = new(StringComparer.Ordinal);
    private readonly long _numberAtStart;
    private TimeSpan _anchorMonotonic;
    private DateTimeOffset _anchorUtc;
    private TimeSpan _writtenAt;
    private long _number;
    private bool _failing;

    /// <summary>The record in <c>{dataPath}/coverage/</c>.</summary>
    /// <param name="dataPath">The agent's data folder.</param>
    /// <param name="keepDays">Days kept.</param>
    /// <param name="bootId">The kernel's id of this boot (<c>/proc/sys/kernel/random/boot_id</c>): within a boot, gaps between processes are measured by the monotonic clock. Empty when not known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears about a disk that does not take the record, once.</param>
    public CoverageLedger(string dataPath, int keepDays, string bootId, TimeProvider time, ILogger<CoverageLedger> log)
    {
        _journal = new CoverageJournal(Path.Combine(dataPath, "coverage"), keepDays);
        _bootId = bootId;
        _time = time;
        _log = log;
        _anchorMonotonic = _writtenAt = Now();
        _anchorUtc = time.GetUtcNow();
        ReadLastLines();
        _numberAtStart = _number;
    }

    /// <summary>Spans given up because the disk did not take them.</summary>
    public long Lost { get; private set; }

    /// <summary>The kernel's id of this boot; empty where there is none.</summary>
    public static string ReadBootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Takes a sample of every camera; call it about once a second. Writes once a minute.</summary>
    public void Tick(IEnumerable<CameraWatch> cameras)
    {
        lock (_gate)
        {
            TimeSpan now = Now();
            var present = new HashSet<string>(StringComparer.Ordinal);
            foreach (CameraWatch camera in cameras)
            {
                string id = camera.Metrics.CameraId;
                present.Add(id);
                var sample = CoverageSample.Of(camera, now);
                if (!_judges.TryGetValue(id, out (CameraWatch Camera, CoverageJudge Judge) known) || known.Camera != camera)
                {
                    // A reload may put another camera behind the same id: its counters begin anew.
                    _judges[id] = (camera, new CoverageJudge(camera.StallTimeout, sample));
                    if (known.Camera is null)
                        RecordAbsence(id, now);
                }
                else if (known.Judge.Settle(sample) is { } settled)
                {
                    Extend(new CoverageSpan(id, settled.State, settled.Reason, _anchorUtc + (settled.Start - _anchorMonotonic), settled.End - settled.Start));
                }
            }

            foreach (string gone in _judges.Keys.Where(id => !present.Contains(id)).ToList())
            {
                _judges.Remove(gone);
                Close(gone);
            }

            FollowWallClock(now);
            if (now - _writtenAt >= WriteEvery)
                Write(now);
        }
    }

    /// <summary>Writes what is known. At the end of the process.</summary>
    public void Flush()
    {
        lock (_gate)
            Write(Now());
    }

    /// <summary>One camera's UTC day, from disk and from what is not yet written.</summary>
    public CoverageDay Query(DateOnly day, string cameraId)
    {
        lock (_gate)
        {
            List<CoverageLine> lines = [];
            try
            {
                lines.AddRange(_journal.Read(day));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Complain(e);
            }

            lines.AddRange(_unwritten);
            IEnumerable<CoverageSpan> spans = lines.OrderBy(l => l.Number).Select(l => l.Span).OfType<CoverageSpan>();
            if (_open.TryGetValue(cameraId, out CoverageSpan? open))
                spans = spans.Append(open);
            return CoverageDays.Cut(day, cameraId, spans, lines.Select(l => l.Jump).OfType<ClockJump>());
        }
    }

    /// <summary>Monotonic time of the machine, shared by all processes of one boot.</summary>
    private TimeSpan Now() => _time.GetElapsedTime(0, _time.GetTimestamp());

    private void Extend(CoverageSpan span)
    {
        if (_open.TryGetValue(span.CameraId, out CoverageSpan? open))
        {
            if (CoverageDays.IsContinued(open, span) && open.StartUtc.UtcDateTime.Date == span.StartUtc.UtcDateTime.Date)
            {
                _open[span.CameraId] = open with { Length = open.Length + span.Length };
                return;
            }

            Close(span.CameraId);
        }

        _open[span.CameraId] = span;
    }

    private void Close(string cameraId)
    {
        if (_open.Remove(cameraId, out CoverageSpan? span))
            Enqueue(span, null);
    }

    private void Enqueue(CoverageSpan? span, ClockJump? jump)
    {
        TimeSpan end = span is null ? TimeSpan.Zero : _anchorMonotonic + (span.EndUtc - _anchorUtc);
        var line = new CoverageLine(++_number, span, jump, _bootId, end);
        if (span is not null)
            _lastLines[span.CameraId] = line;
        _unwritten.Add(line);
    }

    /// <summary>A wall clock that was set gets a new anchor; small drift is followed at each write.</summary>
    private void FollowWallClock(TimeSpan now)
    {
        DateTimeOffset utc = _time.GetUtcNow();
        TimeSpan off = utc - (_anchorUtc + (now - _anchorMonotonic));
        if (off.Duration() <= LargestDrift)
            return;
        foreach (string camera in _open.Keys.ToList())
            Close(camera);
        Enqueue(null, new ClockJump(utc, off));
        (_anchorMonotonic, _anchorUtc) = (now, utc);
        _log.LogWarning("The wall clock was set by {By}; intervals and coverage are unaffected.", off);
    }

    /// <summary>The time since this camera's last record: no agent ran, or it ran without this camera.</summary>
    private void RecordAbsence(string cameraId, TimeSpan now)
    {
        if (!_lastLines.TryGetValue(cameraId, out CoverageLine? last))
            return;
        DateTimeOffset utc = _anchorUtc + (now - _anchorMonotonic);
        DateTimeOffset lastEnd = last.Span!.EndUtc;
        bool sameBoot = _bootId.Length > 0 && last.BootId == _bootId;
        TimeSpan gap = sameBoot ? now - last.EndMonotonic : utc - lastEnd;
        if (sameBoot ? (utc - lastEnd - gap).Duration() > LargestDrift : gap < TimeSpan.Zero)
            Enqueue(null, new ClockJump(utc, sameBoot ? utc - lastEnd - gap : gap));
        if (gap <= TimeSpan.Zero)
            return;
        Enqueue(
            last.Number > _numberAtStart
                ? new CoverageSpan(cameraId, CoverageState.Paused, "the camera was not configured", lastEnd, gap)
                : new CoverageSpan(cameraId, CoverageState.NotRunning, "the agent was not running", lastEnd, gap),
            null);
    }

    private void Write(TimeSpan now)
    {
        _writtenAt = now;
        foreach (string camera in _open.Keys.ToList())
            Close(camera);
        (_anchorMonotonic, _anchorUtc) = (now, _time.GetUtcNow());
        if (_unwritten.Count == 0)
            return;
        try
        {
            _journal.Append(_unwritten);
            _unwritten.Clear();
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Complain(e);
            int surplus = Math.Max(0, _unwritten.Count - MostUnwritten);
            _unwritten.RemoveRange(0, surplus);
            Lost += surplus;
        }
    }

    private void ReadLastLines()
    {
        try
        {
            foreach (CoverageLine line in _journal.ReadEnds())
            {
                _number = Math.Max(_number, line.Number);
                if (line.Span is { } span && (!_lastLines.TryGetValue(span.CameraId, out CoverageLine? last) || last.Number < line.Number))
                    _lastLines[span.CameraId] = line;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Complain(e);
        }
    }

    private void Complain(Exception e)
    {
        if (!_failing)
            _log.LogError("The coverage record cannot be read or written: {Error}. It is kept in memory, up to {Most} spans.", e.Message, MostUnwritten);
        _failing = true;
    }
}
