using System.Collections.Immutable;
using System.Globalization;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station;

/// <summary>Verdicts for what happens to parts rather than for what they look like. Pure.</summary>
internal static class PartVerdicts
{
    /// <summary>No fresh picture.</summary>
    public static Verdict WithoutPicture(string why) =>
        Verdict.CannotJudge(Doubt.NoPicture, why.Length > 0 ? why : "the camera gave no fresh picture in time");

    /// <summary>The station ended while the part was on its way.</summary>
    public static Verdict Interrupted { get; } = Verdict.CannotJudge(Doubt.Interrupted, "the station ended or was restarted while the part was on its way");

    /// <summary>Too many parts waited.</summary>
    public static Verdict NoTime { get; } = Verdict.CannotJudge(Doubt.Late, "too many parts wait to be judged");

    /// <summary>Judging broke.</summary>
    public static Verdict Broken(string why) => Verdict.CannotJudge(Doubt.Fault, why);

    /// <summary>A verdict that came too late is none; what was found stays.</summary>
    public static Verdict Late(Verdict judged, TimeSpan after) => Doubted(judged, Doubt.Late,
        string.Create(CultureInfo.InvariantCulture, $"the verdict ({judged.Outcome}) came after {after.TotalMilliseconds:0} ms"));

    /// <summary>What is judged while the station cannot be relied on is not passed; what was found stays.</summary>
    public static Verdict InFailSafe(Verdict judged) => judged.Outcome == Outcome.Pass ? Doubted(judged, Doubt.FailSafe, "the station was in fail-safe, or its belt was not drained yet") : judged;

    private static Verdict Doubted(Verdict judged, Doubt doubt, string reason) =>
        judged with { Outcome = Outcome.CannotJudge, Doubts = judged.Doubts.Add(doubt), Reasons = ImmutableArray.Create(reason).AddRange(judged.Reasons) };
}
