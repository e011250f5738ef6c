using System.Globalization;
using System.Text;

namespace Edge.Contracts.ShiftReports;

/// <summary>
/// A shift's numbers as a table (RFC 4180, UTF-8): one figure a row, so that shifts can be put under each other. Columns:
/// <c>station</c>, <c>shift</c>, <c>from</c> and <c>to</c> (UTC), <c>section</c> (parts, product, hour, defect, doubt, cycle, latency, ejection, golden, stop, chain),
/// <c>item</c> (what within the section), <c>figure</c> (what of it), <c>value</c>, <c>unit</c> (count, share, us, s, or empty for text).
/// </summary>
public static class ShiftCsv
{
    private static readonly string[] Columns = ["station", "shift", "from", "to", "section", "item", "figure", "value", "unit"];

    /// <summary>The file's text.</summary>
    public static string Of(ShiftSummary shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        var text = new StringBuilder();
        Row(text, Columns);
        string[] head = [shift.Station, shift.Name, Utc(shift.From), Utc(shift.To)];
        foreach ((string section, string item, string figure, string value, string unit) in Figures(shift))
            Row(text, [.. head, section, item, figure, value, unit]);
        return text.ToString();
    }

    private static IEnumerable<(string Section, string Item, string Figure, string Value, string Unit)> Figures(ShiftSummary shift)
    {
        foreach (var row in Outcomes("parts", "all", shift.Outcomes))
            yield return row;
        foreach (var row in shift.Products.SelectMany(product => Outcomes("product", product.Product, product.Outcomes)))
            yield return row;
        foreach (var row in shift.Hours.SelectMany(hour => Outcomes("hour", Utc(hour.From), hour.Outcomes)))
            yield return row;
        foreach (ShiftDefect defect in shift.Defects)
        {
            yield return ("defect", defect.Class, "defects", Number(defect.Defects), "count");
            yield return ("defect", defect.Class, "parts", Number(defect.Parts), "count");
            yield return ("defect", defect.Class, "cumulative", Share(defect.CumulativeShare), "share");
        }

        foreach (ShiftDoubt doubt in shift.Doubts)
            yield return ("doubt", doubt.Doubt, "parts", Number(doubt.Parts), "count");
        foreach (var row in Times("cycle", shift.Cycles))
            yield return row;
        yield return ("cycle", "standstill", "gaps", Number(shift.Standstills), "count");
        yield return ("cycle", "standstill", "time", Seconds(shift.StandstillTime), "s");
        foreach (var row in Times("latency", shift.Latencies))
            yield return row;
        yield return ("latency", "all", "deadline", Number(shift.DeadlineUs), "us");
        yield return ("latency", "all", "past deadline", Number(shift.PastDeadline), "count");
        yield return ("ejection", "confirmed", "parts", Number(shift.Ejections.Confirmed), "count");
        yield return ("ejection", "late", "parts", Number(shift.Ejections.Late), "count");
        yield return ("ejection", "missed", "parts", Number(shift.Ejections.Missed), "count");
        yield return ("ejection", "wrong", "parts", Number(shift.Ejections.Wrong), "count");
        yield return ("ejection", "not watched", "parts", Number(shift.Ejections.NotWatched), "count");
        yield return ("golden", "all", "checks", Number(shift.GoldenChecks), "count");
        yield return ("golden", "all", "wrong", Number(shift.GoldenWrong), "count");
        foreach (ShiftStop stop in shift.Stops)
        {
            yield return ("stop", Utc(stop.From), stop.Kind == ShiftStopKind.Down ? "down" : "fail-safe", Seconds(stop.To - stop.From), "s");
            yield return ("stop", Utc(stop.From), "reason", stop.Reason, "");
        }

        yield return ("chain", "all", "first entry", Number(shift.FirstEntry), "count");
        yield return ("chain", "all", "last entry", shift.LastEntry ?? "", "");
        foreach (string note in shift.Notes)
            yield return ("chain", "all", "note", note, "");
    }

    private static IEnumerable<(string, string, string, string, string)> Outcomes(string section, string item, ShiftOutcomes outcomes) =>
    [
        (section, item, "parts", Number(outcomes.Parts), "count"),
        (section, item, "pass", Number(outcomes.Pass), "count"),
        (section, item, "fail", Number(outcomes.Fail), "count"),
        (section, item, "cannot judge", Number(outcomes.CannotJudge), "count"),
        (section, item, "yield", outcomes.Yield is { } share ? Share(share) : "", "share"),
    ];

    private static IEnumerable<(string, string, string, string, string)> Times(string section, ShiftTimes times) =>
    [
        (section, "all", "count", Number(times.Count), "count"),
        (section, "all", "median", Number(times.MedianUs), "us"),
        (section, "all", "p99", Number(times.P99Us), "us"),
        (section, "all", "maximum", Number(times.MaximumUs), "us"),
    ];

    private static void Row(StringBuilder text, IReadOnlyList<string> fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            Field(text, fields[i]);
        }

        text.Append("\r\n");
    }

    private static void Field(StringBuilder text, string field)
    {
        // A spreadsheet takes such a text for a formula, and class and product names come from outside.
        if (field.Length > 0 && field[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            field = "'" + field;
        if (field.AsSpan().IndexOfAny(",\"\r\n") < 0)
            text.Append(field);
        else
            text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan value) => value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
