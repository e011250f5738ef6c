using System.Collections.Immutable;

namespace Edge.Domain.Inspection;

/// <summary>What a station says of one part, with its reasons.</summary>
/// <param name="Outcome">Pass, fail or cannot judge.</param>
/// <param name="Doubts">Why it cannot be judged; empty but for <see cref="Inspection.Outcome.CannotJudge"/>.</param>
/// <param name="Defects">All that were found, within limits or past them, strongest first.</param>
/// <param name="Reasons">The limits that were passed, for people, such as "spur: 2 found, 0 allowed"; empty for a pass.</param>
public sealed record Verdict(Outcome Outcome, ImmutableArray<Doubt> Doubts, ImmutableArray<Defect> Defects, ImmutableArray<string> Reasons)
{
    /// <summary>A verdict without a look at the part.</summary>
    public static Verdict CannotJudge(Doubt doubt, string reason) => new(Outcome.CannotJudge, [doubt], [], [reason]);
}
