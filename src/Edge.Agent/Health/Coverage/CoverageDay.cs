namespace Edge.Agent.Health.Coverage;

/// <summary>What is known of one camera's watching on one UTC day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="CameraId">Which camera.</param>
/// <param name="Spans">All recorded spans, cut to the day, in the order of recording; neighbours of the same state and reason are one.</param>
/// <param name="Jumps">Times that the wall clock was set on that day: spans around them may overlap or leave holes in UTC, their lengths are right.</param>
public sealed record CoverageDay(DateOnly Day, string CameraId, IReadOnlyList<CoverageSpan> Spans, IReadOnlyList<ClockJump> Jumps)
{
    /// <summary>Time really watched.</summary>
    public TimeSpan Watched { get; } = TimeSpan.FromTicks(Spans.Where(s => s.State == CoverageState.Watching).Sum(s => s.Length.Ticks));

    /// <summary>Whole minutes really watched.</summary>
    public int WatchedMinutes => (int)Watched.TotalMinutes;

    /// <summary>The times not watched, with their reasons.</summary>
    public IEnumerable<CoverageSpan> Blind => Spans.Where(s => s.State != CoverageState.Watching);

    /// <summary>The times watched with fewer frames than configured, with their reasons; part of <see cref="Watched"/>.</summary>
    public IEnumerable<CoverageSpan> Slowed => Spans.Where(s => s.State == CoverageState.Watching && s.Reason.Length > 0);
}
