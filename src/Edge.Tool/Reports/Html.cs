using System.Globalization;
using System.Net;

namespace Edge.Tool.Reports;

/// <summary>Text for HTML that is well-formed XML, too.</summary>
internal static class Html
{
    /// <summary>The text with the characters escaped that mean something.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A share in percent, without its sign; a dash where there is none.</summary>
    public static string Percent(double? share) => share is null or < 0 ? "–" : (100 * share.Value).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A figure in percent, to the hundredth: models differ by tenths.</summary>
    public static string Figure(double? share) => share is null or < 0 ? "–" : (100 * share.Value).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The difference of two figures in points, with its sign; a dash where one is missing.</summary>
    public static string Points(double? share, double? other) =>
        share is null or < 0 || other is null or < 0 ? "–" : (100 * (share.Value - other.Value)).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A coordinate of a drawing.</summary>
    public static string Px(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A table in a box of its own, which scrolls where it is too wide, also by keyboard.</summary>
    /// <param name="caption">What it says.</param>
    /// <param name="columns">Headings; the first column names the row.</param>
    /// <param name="rows">Cells, escaped already.</param>
    public static string Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        string head = string.Concat(columns.Select(column => $"<th scope=\"col\">{Escape(column)}</th>"));
        string body = string.Concat(rows.Select(row => $"<tr><th scope=\"row\">{row[0]}</th>{string.Concat(row.Skip(1).Select(cell => $"<td>{cell}</td>"))}</tr>\n"));
        return $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table><caption>{Escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n";
    }

    /// <summary>The numbers of a drawing, folded away.</summary>
    public static string Numbers(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        $"<details><summary>Numbers</summary>{Table(caption, columns, rows)}</details>\n";

    /// <summary>A section under a heading.</summary>
    public static string Section(string id, string heading, string content) =>
        $"<section id=\"{id}\" aria-labelledby=\"{id}-heading\"><h2 id=\"{id}-heading\">{Escape(heading)}</h2>\n{content}</section>\n";
}
