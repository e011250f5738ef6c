namespace Edge.Agent.Health.Coverage;

/// <summary>Cuts recorded spans into days.</summary>
internal static class CoverageDays
{
    private static readonly TimeSpan LargestSeam = TimeSpan.FromSeconds(2);

    /// <summary>True when <paramref name="next"/> goes on where <paramref name="span"/> ended, in the same state for the same reason.</summary>
    public static bool IsContinued(CoverageSpan span, CoverageSpan next) =>
        next.CameraId == span.CameraId && next.State == span.State && next.Reason == span.Reason && (next.StartUtc - span.EndUtc).Duration() <= LargestSeam;

    /// <summary>One camera's day.</summary>
    /// <param name="day">UTC.</param>
    /// <param name="cameraId">Which camera.</param>
    /// <param name="spans">Spans of all cameras and days, in the order of recording.</param>
    /// <param name="jumps">All jumps.</param>
    public static CoverageDay Cut(DateOnly day, string cameraId, IEnumerable<CoverageSpan> spans, IEnumerable<ClockJump> jumps)
    {
        var dayStart = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        DateTimeOffset dayEnd = day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : dayStart.AddDays(1);
        var cut = new List<CoverageSpan>();
        foreach (CoverageSpan span in spans.Where(s => s.CameraId == cameraId && s.StartUtc < dayEnd && s.EndUtc > dayStart))
        {
            DateTimeOffset start = span.StartUtc > dayStart ? span.StartUtc : dayStart;
            DateTimeOffset end = span.EndUtc < dayEnd ? span.EndUtc : dayEnd;
            CoverageSpan part = span with { StartUtc = start, Length = end - start };
            if (cut.Count > 0 && IsContinued(cut[^1], part))
                cut[^1] = cut[^1] with { Length = cut[^1].Length + part.Length };
            else
                cut.Add(part);
        }

        return new CoverageDay(day, cameraId, cut, [.. jumps.Where(j => j.AtUtc >= dayStart && j.AtUtc < dayEnd)]);
    }
}
