using System.Globalization;
using System.Text;
using static Edge.Contracts.ShiftReports.ShiftPage;

namespace Edge.Contracts.ShiftReports;

/// <summary>The report's drawings, as SVG in the page; each says in words what it shows, and its numbers stand beside or below.</summary>
internal static class ShiftPlots
{
    private const double Left = 52, Top = 12, Width = 420, Height = 170, Right = 44, Bottom = 46, WidestBar = 64;

    /// <summary>Parts by hour, as bars of pass, fail and cannot judge.</summary>
    public static string Hours(ShiftSummary shift)
    {
        long most = Math.Max(1, shift.Hours.Max(hour => hour.Outcomes.Parts));
        var svg = Begin("Parts by hour; the numbers are in the table below", most, Number);
        double step = Width / shift.Hours.Count;
        for (int i = 0; i < shift.Hours.Count; i++)
        {
            ShiftOutcomes outcomes = shift.Hours[i].Outcomes;
            double y = Top + Height;
            foreach ((string style, long count) in new[] { ("pass", outcomes.Pass), ("fail", outcomes.Fail), ("doubt", outcomes.CannotJudge) })
            {
                double height = Height * count / most;
                y -= height;
                svg.Append($"<rect class=\"{style}\" {Bar(i, step)} y=\"{Px(y)}\" height=\"{Px(height)}\" />");
            }

            if (i % ((shift.Hours.Count + 11) / 12) == 0)
                Label(svg, Left + ((i + 0.5) * step), TimeZoneInfo.ConvertTime(shift.Hours[i].From, shift.Zone).ToString("HH:mm", CultureInfo.InvariantCulture));
        }

        return Figure("Parts by hour", Legend(("pass", "pass"), ("fail", "fail"), ("doubt", "cannot judge")) + End(svg, "hour, beginning at"));
    }

    /// <summary>Defects by class, most frequent first, and the share that the first classes have together.</summary>
    public static string Pareto(ShiftSummary shift)
    {
        const int MostClasses = 12;
        ShiftDefect[] shown = [.. shift.Defects.Take(MostClasses)];
        long most = shown[0].Defects;
        var svg = Begin("Defects by class; the numbers are in the table below", most, Number);
        double step = Width / shown.Length;
        var curve = new StringBuilder();
        for (int i = 0; i < shown.Length; i++)
        {
            double height = (double)Height * shown[i].Defects / most;
            svg.Append($"<rect class=\"fail\" {Bar(i, step)} y=\"{Px(Top + Height - height)}\" height=\"{Px(height)}\" />");
            curve.Append($"{Px(Left + ((i + 0.5) * step))},{Px(Top + (Height * (1 - shown[i].CumulativeShare)))} ");
            string name = shown[i].Class.Length > 11 ? shown[i].Class[..10] + "…" : shown[i].Class;
            double x = Left + ((i + 0.5) * step);
            svg.Append(shown.Length <= 6
                ? $"<text class=\"axis\" x=\"{Px(x)}\" y=\"{Px(Top + Height + 15)}\" text-anchor=\"middle\">{Escape(name)}</text>"
                : $"<text class=\"axis\" transform=\"translate({Px(x + 3)} {Px(Top + Height + 12)}) rotate(-35)\" text-anchor=\"end\">{Escape(name)}</text>");
        }

        svg.Append($"<polyline class=\"curve\" points=\"{curve.ToString().TrimEnd()}\" />");
        foreach (int percent in new[] { 0, 50, 100 })
            svg.Append($"<text class=\"axis\" x=\"{Px(Left + Width + 6)}\" y=\"{Px(Top + (Height * (100 - percent) / 100) + 4)}\">{percent} %</text>");
        return Figure("Pareto of defects", Legend(("fail", "defects on failed parts, left"), ("ink", "share of this class and those before it, right")) + End(svg, ""));
    }

    /// <summary>How times are spread, with the deadline where there is one.</summary>
    public static string Spread(string title, ShiftTimes times, long deadlineUs)
    {
        long most = times.Bars.Max();
        var svg = Begin($"{title}: median {Time(times.MedianUs)}, 99 of 100 within {Time(times.P99Us)}, longest {Time(times.MaximumUs)}", most, Number);
        double step = Width / times.Bars.Count;
        for (int i = 0; i < times.Bars.Count; i++)
        {
            double height = (double)Height * times.Bars[i] / most;
            svg.Append($"<rect class=\"bar\" x=\"{Px(Left + (i * step) + 0.5)}\" y=\"{Px(Top + Height - height)}\" width=\"{Px(Math.Max(1, step - 1))}\" height=\"{Px(height)}\" />");
            if (i % ((times.Bars.Count + 5) / 6) == 0)
                Label(svg, Left + (i * step), AxisTime(i * times.BarUs));
        }

        double deadline = (double)deadlineUs / times.BarUs;
        if (deadlineUs > 0 && deadline <= times.Bars.Count)
        {
            double x = Left + (deadline * step);
            svg.Append($"<line class=\"mark\" x1=\"{Px(x)}\" x2=\"{Px(x)}\" y1=\"{Px(Top)}\" y2=\"{Px(Top + Height)}\" /><text class=\"axis\" x=\"{Px(x - 4)}\" y=\"{Px(Top + 9)}\" text-anchor=\"end\">deadline</text>");
        }

        string bars = Table($"{title}: counts", ["from", "parts"], times.Bars.Select((count, i) => new[] { Time(i * times.BarUs), Number(count) }));
        return Figure(title, End(svg, "the last bar holds all that is longer") + $"<details><summary>Numbers</summary>{bars}</details>\n");
    }

    private static StringBuilder Begin(string words, long most, Func<long, string> label)
    {
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Px(Left + Width + Right)} {Px(Top + Height + Bottom)}\" role=\"img\" aria-label=\"{Escape(words)}\">");
        foreach (long count in new[] { 0, most / 2, most }.Distinct())
        {
            double y = Top + Height - ((double)Height * count / most);
            svg.Append($"<line class=\"grid\" x1=\"{Px(Left)}\" x2=\"{Px(Left + Width)}\" y1=\"{Px(y)}\" y2=\"{Px(y)}\" />");
            svg.Append($"<text class=\"axis\" x=\"{Px(Left - 6)}\" y=\"{Px(y + 4)}\" text-anchor=\"end\">{Escape(label(count))}</text>");
        }

        return svg;
    }

    private static void Label(StringBuilder svg, double x, string text) =>
        svg.Append($"<text class=\"axis\" x=\"{Px(x)}\" y=\"{Px(Top + Height + 15)}\" text-anchor=\"middle\">{Escape(text)}</text>");

    private static string End(StringBuilder svg, string axis) =>
        svg.Append($"<text class=\"axis\" x=\"{Px(Left + (Width / 2))}\" y=\"{Px(Top + Height + 36)}\" text-anchor=\"middle\">{Escape(axis)}</text></svg>\n").ToString();

    private static string Figure(string title, string content) => $"<figure><figcaption>{Escape(title)}</figcaption>{content}</figure>\n";

    private static string Legend(params (string Style, string Name)[] entries) =>
        $"<ul class=\"legend\">{string.Concat(entries.Select(entry => $"<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><rect class=\"{entry.Style}\" width=\"26\" height=\"10\" rx=\"2\" /></svg>{Escape(entry.Name)}</li>"))}</ul>\n";

    private static string Bar(int index, double step)
    {
        double width = Math.Min(WidestBar, Math.Max(1, step - 2));
        return $"x=\"{Px(Left + ((index + 0.5) * step) - (width / 2))}\" width=\"{Px(width)}\"";
    }

    // Steps are whole numbers of something: no decimals where there are none.
    private static string AxisTime(long us) => us switch
    {
        < 1000 => $"{us} µs",
        < 1_000_000 => (us / 1000.0).ToString("0.###", CultureInfo.InvariantCulture) + " ms",
        _ => (us / 1_000_000.0).ToString("0.###", CultureInfo.InvariantCulture) + " s",
    };

    private static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
