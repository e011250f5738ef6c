using Edge.Contracts.Messages;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station.Messages;

/// <summary>The values of inspection as messages name them.</summary>
public static class InspectionNames
{
    /// <summary>An outcome.</summary>
    public static VerdictOutcome Of(Outcome outcome) => outcome switch
    {
        Outcome.Pass => VerdictOutcome.Pass,
        Outcome.Fail => VerdictOutcome.Fail,
        Outcome.CannotJudge => VerdictOutcome.CannotJudge,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
    };

    /// <summary>A finder.</summary>
    public static VerdictFinder Of(DefectFinder finder) => finder switch
    {
        DefectFinder.Model => VerdictFinder.Model,
        DefectFinder.Golden => VerdictFinder.Golden,
        DefectFinder.Anomaly => VerdictFinder.Anomaly,
        _ => throw new ArgumentOutOfRangeException(nameof(finder), finder, "not a finder"),
    };

    /// <summary>A doubt.</summary>
    public static VerdictDoubt Of(Doubt doubt) => doubt switch
    {
        Doubt.Dark => VerdictDoubt.Dark,
        Doubt.BlownOut => VerdictDoubt.BlownOut,
        Doubt.Blurred => VerdictDoubt.Blurred,
        Doubt.Moved => VerdictDoubt.Moved,
        Doubt.NoPart => VerdictDoubt.NoPart,
        Doubt.NoPicture => VerdictDoubt.NoPicture,
        Doubt.Late => VerdictDoubt.Late,
        Doubt.Interrupted => VerdictDoubt.Interrupted,
        Doubt.FailSafe => VerdictDoubt.FailSafe,
        Doubt.Fault => VerdictDoubt.Fault,
        _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "not a doubt"),
    };
}
