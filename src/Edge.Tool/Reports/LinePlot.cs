using System.Text;

namespace Edge.Tool.Reports;

/// <summary>Curves over the unit square, as SVG.</summary>
internal static class LinePlot
{
    private const double Left = 40, Top = 10, Width = 270, Height = 180, Bottom = 40;

    /// <summary>One curve.</summary>
    /// <param name="Style">Class of its stroke: <c>one</c>, <c>two</c> or <c>three</c>.</param>
    /// <param name="Points">x and y, 0 to 1.</param>
    /// <param name="Dot">A point to mark; null for none.</param>
    public sealed record Curve(string Style, IReadOnlyList<(double X, double Y)> Points, (double X, double Y)? Dot = null);

    /// <summary>Draws curves.</summary>
    /// <param name="title">What is seen, for those who do not see it.</param>
    /// <param name="x">Name of the horizontal axis.</param>
    /// <param name="y">Name of the vertical axis.</param>
    /// <param name="curves">The last lies on top.</param>
    /// <param name="mark">x of a vertical line; null for none.</param>
    public static string Of(string title, string x, string y, IReadOnlyList<Curve> curves, double? mark = null)
    {
        var svg = new StringBuilder();
        svg.Append($"<svg viewBox=\"0 0 {Html.Px(Left + Width + 10)} {Html.Px(Top + Height + Bottom)}\" role=\"img\" aria-label=\"{Html.Escape(title)}\">");
        for (int i = 0; i <= 4; i++)
        {
            double share = i / 4.0;
            svg.Append($"<line class=\"grid\" x1=\"{Html.Px(Left)}\" x2=\"{Html.Px(Left + Width)}\" y1=\"{Html.Px(Y(share))}\" y2=\"{Html.Px(Y(share))}\" />");
            svg.Append($"<text class=\"axis\" x=\"{Html.Px(Left - 6)}\" y=\"{Html.Px(Y(share) + 4)}\" text-anchor=\"end\">{Label(share)}</text>");
            svg.Append($"<text class=\"axis\" x=\"{Html.Px(X(share))}\" y=\"{Html.Px(Top + Height + 15)}\" text-anchor=\"middle\">{Label(share)}</text>");
        }

        svg.Append($"<text class=\"axis\" x=\"{Html.Px(Left + (Width / 2))}\" y=\"{Html.Px(Top + Height + 32)}\" text-anchor=\"middle\">{Html.Escape(x)}</text>");
        svg.Append($"<text class=\"axis\" transform=\"translate(10 {Html.Px(Top + (Height / 2))}) rotate(-90)\" text-anchor=\"middle\">{Html.Escape(y)}</text>");
        if (mark is { } at)
            svg.Append($"<line class=\"mark\" x1=\"{Html.Px(X(at))}\" x2=\"{Html.Px(X(at))}\" y1=\"{Html.Px(Top)}\" y2=\"{Html.Px(Top + Height)}\" />");
        foreach (Curve curve in curves)
        {
            if (curve.Points.Count > 0)
                svg.Append($"<polyline class=\"{curve.Style}\" points=\"{string.Join(' ', curve.Points.Select(point => $"{Html.Px(X(point.X))},{Html.Px(Y(point.Y))}"))}\" />");
            if (curve.Dot is { } dot)
                svg.Append($"<circle class=\"dot {curve.Style}-dot\" cx=\"{Html.Px(X(dot.X))}\" cy=\"{Html.Px(Y(dot.Y))}\" r=\"4\" />");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>At most <paramref name="most"/> of the points, the first and the last among them.</summary>
    public static IReadOnlyList<T> Thin<T>(IReadOnlyList<T> points, int most) =>
        points.Count <= most ? points : [.. Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))])];

    private static double X(double share) => Left + (share * Width);

    private static double Y(double share) => Top + ((1 - share) * Height);

    private static string Label(double share) => share is 0 or 1 ? $"{share:0}" : share.ToString("0.##");
}
