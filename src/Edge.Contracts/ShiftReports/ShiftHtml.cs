using System.Globalization;
using static Edge.Contracts.ShiftReports.ShiftPage;

namespace Edge.Contracts.ShiftReports;

/// <summary>A shift's numbers for people: one HTML file that needs nothing else, well-formed XML too.</summary>
public static class ShiftHtml
{
    /// <summary>The file's text.</summary>
    public static string Of(ShiftSummary shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        string title = $"{shift.Station}: shift report {shift.Name}";
        string lead = $"{Local(shift, shift.From)} to {Local(shift, shift.To)} ({shift.Zone.Id}){(shift.Device is { } device ? $", device {device}" : "")}. Counted are the parts that were announced in this time; yield is the share of all of them that passed.";
        string foot = shift.LastEntry is { } last
            ? $"Made from receipts {shift.FirstEntry} to {last}. “edgectl receipts verify” checks them with the device's public key. This file fetches nothing."
            : "There are no receipts of this time. This file fetches nothing.";
        return ShiftPage.Of(title, lead, foot,
        [
            ("notes", "To be known", Notes(shift)),
            ("parts", "Parts", Parts(shift)),
            ("defects", "Defects", Defects(shift)),
            ("doubts", "Why parts could not be judged", Doubts(shift)),
            ("times", "Times", Times(shift)),
            ("ejections", "Ejections", Ejections(shift)),
            ("stops", "Interlock and stops", Stops(shift)),
        ]);
    }

    private static string Notes(ShiftSummary shift) =>
        shift.Notes.Count == 0 ? "" : $"<div class=\"notes\" role=\"note\">{string.Concat(shift.Notes.Select(note => $"<p>{Escape(note)}</p>"))}</div>\n";

    private static string Parts(ShiftSummary shift)
    {
        (string Name, string Value)[] tiles =
        [
            ("parts", Number(shift.Outcomes.Parts)),
            ("yield", Percent(shift.Outcomes.Yield)),
            ("fail", Number(shift.Outcomes.Fail)),
            ("cannot judge", Number(shift.Outcomes.CannotJudge)),
            ("past the deadline", Number(shift.PastDeadline)),
        ];
        string html = $"<div class=\"tiles\">{string.Concat(tiles.Select(tile => $"<div class=\"tile\"><span>{tile.Name}</span><b>{tile.Value}</b></div>"))}</div>\n";
        if (shift.Outcomes.Parts == 0)
            return html;
        return html
            + $"<div class=\"plots\">{ShiftPlots.Hours(shift)}</div>\n"
            + OutcomeTable("By product", "product", shift.Products.Select(product => (product.Product, product.Outcomes)))
            + $"<details><summary>By hour</summary>{OutcomeTable("By hour", "from", shift.Hours.Select(hour => (Local(shift, hour.From), hour.Outcomes)))}</details>\n";
    }

    private static string OutcomeTable(string caption, string first, IEnumerable<(string Name, ShiftOutcomes Outcomes)> rows) => Table(
        caption,
        [first, "parts", "pass", "fail", "cannot judge", "yield"],
        rows.Select(row => new[] { row.Name, Number(row.Outcomes.Parts), Number(row.Outcomes.Pass), Number(row.Outcomes.Fail), Number(row.Outcomes.CannotJudge), Percent(row.Outcomes.Yield) }));

    private static string Defects(ShiftSummary shift) => shift.Defects.Count == 0
        ? ""
        : $"<div class=\"plots\">{ShiftPlots.Pareto(shift)}</div>\n" + Table(
            "On parts that failed",
            ["class", "defects", "parts", "together"],
            shift.Defects.Select(defect => new[] { defect.Class, Number(defect.Defects), Number(defect.Parts), Percent(defect.CumulativeShare) }));

    private static string Doubts(ShiftSummary shift) => shift.Doubts.Count == 0
        ? ""
        : Table("A part may have several reasons", ["reason", "parts"], shift.Doubts.Select(doubt => new[] { doubt.Doubt, Number(doubt.Parts) }));

    private static string Times(ShiftSummary shift)
    {
        if (shift.Cycles.Count == 0 && shift.Latencies.Count == 0)
            return "";
        string plots = (shift.Latencies.Count > 0 ? ShiftPlots.Spread("Trigger to output", shift.Latencies, shift.DeadlineUs) : "")
            + (shift.Cycles.Count > 0 ? ShiftPlots.Spread("Cycle: trigger to trigger", shift.Cycles, 0) : "");
        string[] Row(string name, ShiftTimes times) => [name, Number(times.Count), Time(times.MedianUs), Time(times.P99Us), Time(times.MaximumUs)];
        return $"<div class=\"plots\">{plots}</div>\n"
            + Table("Times", ["", "parts", "median", "99 of 100 within", "longest"], [Row("trigger to output", shift.Latencies), Row("cycle", shift.Cycles)])
            + $"<p class=\"soft\">Deadline {Time(shift.DeadlineUs)}. Gaps of more than {ShiftTally.StandstillAfter.TotalMinutes:0} minutes are no cycles: {Number(shift.Standstills)}, together {Span(shift.StandstillTime)}.</p>\n";
    }

    private static string Ejections(ShiftSummary shift) => shift.Outcomes.Parts == 0
        ? ""
        : Table(
            "What the second sensor said",
            ["confirmed", "late", "missed", "wrong", "not watched"],
            [[Number(shift.Ejections.Confirmed), Number(shift.Ejections.Late), Number(shift.Ejections.Missed), Number(shift.Ejections.Wrong), Number(shift.Ejections.NotWatched)]]);

    private static string Stops(ShiftSummary shift)
    {
        string golden = $"<p>{Number(shift.GoldenChecks)} golden parts were shown, {Number(shift.GoldenWrong)} of them answered wrongly.</p>\n";
        if (shift.Stops.Count == 0)
            return golden + "<p>The station ran all the time, as far as its receipts say, and was not in fail-safe.</p>\n";
        return golden + Table(
            "When the station did not judge",
            ["from", "to", "for", "what", "why", "ended by"],
            shift.Stops.Select(stop => new[]
            {
                Local(shift, stop.From), Local(shift, stop.To), Span(stop.To - stop.From),
                stop.Kind == ShiftStopKind.Down ? "not running" : "fail-safe", stop.Reason, stop.ClearedBy ?? "–",
            }),
            3, 4, 5);
    }

    private static string Local(ShiftSummary shift, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, shift.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span.TotalHours >= 1
        ? $"{(int)span.TotalHours} h {span.Minutes:00} min"
        : span.TotalMinutes >= 1 ? $"{span.Minutes} min {span.Seconds:00} s" : $"{span.TotalSeconds:0.0} s";
}
