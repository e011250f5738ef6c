using System.Text;

namespace Edge.Tool.Reports;

/// <summary>Stacked bars of two counts, as SVG with their numbers beside.</summary>
internal static class Histogram
{
    private const double Left = 44, Top = 10, Width = 420, Height = 170, Bottom = 42;

    /// <summary>Draws bars.</summary>
    /// <param name="title">What is counted.</param>
    /// <param name="axis">What the bars stand for.</param>
    /// <param name="names">What the lower and the upper part of a bar count.</param>
    /// <param name="bars">Label, lower and upper count of each bar.</param>
    public static string Of(string title, string axis, (string Lower, string Upper) names, IReadOnlyList<(string Label, int Lower, int Upper)> bars)
    {
        int most = Math.Max(1, bars.Max(bar => bar.Lower + bar.Upper));
        double step = Width / bars.Count, scale = Height / most;
        int every = (bars.Count + 9) / 10;
        var svg = new StringBuilder($"<svg viewBox=\"0 0 {Html.Px(Left + Width + 10)} {Html.Px(Top + Height + Bottom)}\" role=\"img\" aria-label=\"{Html.Escape(title)}: bars; the numbers are in the table below\">");
        foreach (int count in new[] { 0, most / 2, most }.Distinct())
        {
            double y = Top + Height - (count * scale);
            svg.Append($"<line class=\"grid\" x1=\"{Html.Px(Left)}\" x2=\"{Html.Px(Left + Width)}\" y1=\"{Html.Px(y)}\" y2=\"{Html.Px(y)}\" />");
            svg.Append($"<text class=\"axis\" x=\"{Html.Px(Left - 6)}\" y=\"{Html.Px(y + 4)}\" text-anchor=\"end\">{count}</text>");
        }

        for (int i = 0; i < bars.Count; i++)
        {
            double x = Left + (i * step), lower = bars[i].Lower * scale, upper = bars[i].Upper * scale;
            svg.Append($"<rect class=\"fill-one\" x=\"{Html.Px(x + 1)}\" y=\"{Html.Px(Top + Height - lower)}\" width=\"{Html.Px(step - 2)}\" height=\"{Html.Px(lower)}\" />");
            svg.Append($"<rect class=\"fill-two\" x=\"{Html.Px(x + 1)}\" y=\"{Html.Px(Top + Height - lower - upper)}\" width=\"{Html.Px(step - 2)}\" height=\"{Html.Px(upper)}\" />");
            if (i % every == 0)
                svg.Append($"<text class=\"axis\" x=\"{Html.Px(x + (step / 2))}\" y=\"{Html.Px(Top + Height + 15)}\" text-anchor=\"middle\">{Html.Escape(bars[i].Label)}</text>");
        }

        svg.Append($"<text class=\"axis\" x=\"{Html.Px(Left + (Width / 2))}\" y=\"{Html.Px(Top + Height + 34)}\" text-anchor=\"middle\">{Html.Escape(axis)}</text></svg>\n");
        string legend = $"<ul class=\"legend\"><li>{Swatch("fill-one")}{Html.Escape(names.Lower)}</li><li>{Swatch("fill-two")}{Html.Escape(names.Upper)}</li></ul>";
        string numbers = Html.Numbers(title, [axis, names.Lower, names.Upper], bars.Select(bar => new[] { Html.Escape(bar.Label), bar.Lower.ToString(), bar.Upper.ToString() }));
        return $"<figure class=\"plot\"><figcaption>{Html.Escape(title)}</figcaption>{legend}{svg}{numbers}</figure>\n";
    }

    private static string Swatch(string style) => $"<svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><rect class=\"{style}\" width=\"26\" height=\"10\" rx=\"2\" /></svg>";
}
