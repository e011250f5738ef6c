using System.Collections.Immutable;

namespace Edge.Domain.Inspection.Interlock;

/// <summary>When golden parts are asked for, and what their right answers are.</summary>
public sealed record GoldenPlan
{
    /// <summary>Time between checks; null asks by no clock.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Parts of the line between checks, 1 or more; null asks by no count.</summary>
    public int? EveryParts { get; init; }

    /// <summary>Whether each start asks, even where the last check still holds.</summary>
    public bool AtStart { get; init; } = true;

    /// <summary>Whether each change of the product asks, even where the new one's last check still holds.</summary>
    public bool AfterProductChange { get; init; } = true;

    /// <summary>Time to present each part, from when it is asked for; null is no limit.</summary>
    public TimeSpan? PresentWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The parts, in the order in which they are asked for; at least one.</summary>
    public ImmutableArray<GoldenPart> Parts { get; init; } = [GoldenPart.Good, GoldenPart.Bad, GoldenPart.Blank];

    /// <summary>Classes that must all be among the bad part's defects; empty asks only for a fail.</summary>
    public ImmutableArray<string> BadClasses { get; init; } = [];

    /// <summary>What is wrong with an answer, for people; null where it is right.</summary>
    public string? FaultOf(GoldenPart part, Verdict verdict) => part switch
    {
        GoldenPart.Good => verdict.Outcome == Outcome.Pass ? null : $"the known good part was judged {Describe(verdict)}, not as a pass",
        GoldenPart.Bad when verdict.Outcome != Outcome.Fail => $"the known bad part was judged {Describe(verdict)}, not as a fail",
        GoldenPart.Bad => Missing(verdict) is { Length: > 0 } missing ? $"the known bad part failed, but without {missing}" : null,
        GoldenPart.Blank => verdict.Outcome == Outcome.CannotJudge && verdict.Doubts.Contains(Doubt.NoPart) ? null : $"the blank was judged {Describe(verdict)}, not as no part",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "not a golden part"),
    };

    private string Missing(Verdict verdict) =>
        string.Join(", ", BadClasses.Where(wanted => !verdict.Defects.Any(defect => string.Equals(defect.Class, wanted, StringComparison.Ordinal))));

    private static string Describe(Verdict verdict) => verdict.Outcome switch
    {
        Outcome.Pass => "as a pass",
        Outcome.Fail => "as a fail",
        Outcome.CannotJudge => $"as not to be judged ({string.Join(", ", verdict.Doubts)})",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.Outcome, "not an outcome"),
    };
}
