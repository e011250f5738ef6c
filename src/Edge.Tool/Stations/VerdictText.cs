using System.Text;
using Edge.Contracts.Messages;
using Edge.Tool.Alerts;

namespace Edge.Tool.Stations;

/// <summary>Says in one line what a verdict message tells.</summary>
/// <param name="zone">Whose clock the times are told in.</param>
/// <param name="isColoured">Whether the outcome is coloured, for a terminal.</param>
internal sealed class VerdictText(TimeZoneInfo zone, bool isColoured)
{
    private const int MostReasons = 3;

    /// <summary>Time, station, part, outcome, what was done, how long it took, why; no line end and no control characters but the colour's.</summary>
    public string Describe(VerdictMessage verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var text = new StringBuilder();
        text.Append(TimeZoneInfo.ConvertTime(verdict.Trigger.At, zone).ToString("HH:mm:ss.fff"));
        text.Append("  ").Append(AlertText.Clean(verdict.Station)).Append($"  part {verdict.Part,-6} ").Append(Outcome(verdict.Outcome));
        text.Append("  ").Append(Action(verdict)).Append($"  {verdict.LatencyUs / 1000.0,6:0.0} ms");
        if (verdict.Receipt is { } receipt)
            text.Append($"  receipt {receipt.Sequence}");
        if (verdict.Reasons is { Count: > 0 } reasons)
            text.Append("  ").Append(AlertText.Clean(string.Join("; ", reasons.Take(MostReasons))));
        return text.ToString();
    }

    private static string Action(VerdictMessage verdict)
    {
        string done = verdict.Action switch
        {
            VerdictAction.LetPass => "let pass ",
            VerdictAction.Eject => "ejected  ",
            VerdictAction.FailSafe => "fail-safe",
            _ => "         ",
        };
        return verdict.Confirmation is { } seen ? $"{done} {seen.Result.ToString().ToLowerInvariant(),-9}" : $"{done}          ";
    }

    private string Outcome(VerdictOutcome outcome)
    {
        // All of the same width, so that the columns after them line up.
        (string name, string colour) = outcome switch
        {
            VerdictOutcome.Pass => ("PASS        ", "\e[1;32m"),
            VerdictOutcome.Fail => ("FAIL        ", "\e[1;31m"),
            _ => ("CANNOT JUDGE", "\e[1;33m"),
        };
        return isColoured ? $"{colour}{name}\e[0m" : name;
    }
}
