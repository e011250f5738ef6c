using System.Text;

namespace Edge.Tool.Reports;

/// <summary>A confusion matrix as a table: rows are what is there, columns what was said; darker cells hold more of their row.</summary>
internal static class ConfusionTable
{
    private const int MostClasses = 24;
    private const int MostUpright = 10;

    /// <summary>The matrix. Of many classes, those that are confused most.</summary>
    /// <param name="caption">What it says.</param>
    /// <param name="rows">Names of the rows.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="counts">Rows by columns.</param>
    /// <param name="classes">How many of the first rows and columns are classes; what follows is always shown.</param>
    public static string Of(string caption, IReadOnlyList<string> rows, IReadOnlyList<string> columns, int[,] counts, int classes)
    {
        int[] shown = [.. Enumerable.Range(0, classes)];
        string note = "";
        if (classes > MostClasses)
        {
            shown = [.. shown.OrderByDescending(id => Wrong(counts, id)).Take(MostClasses).Order()];
            note = $"<p class=\"soft\">The {MostClasses} of {classes} classes with the most mistakes.</p>\n";
        }

        int[] across = [.. shown, .. Enumerable.Range(classes, columns.Count - classes)];
        var html = new StringBuilder($"{note}<div class=\"scroll matrix{(across.Length > MostUpright ? " many" : "")}\" tabindex=\"0\" role=\"region\" aria-label=\"{Html.Escape(caption)}\"><table><caption>{Html.Escape(caption)}</caption><thead><tr><th scope=\"col\">is \\ said</th>");
        foreach (int column in across)
            html.Append($"<th scope=\"col\"><span>{Html.Escape(columns[column])}</span></th>");
        html.Append("</tr></thead>\n<tbody>");
        foreach (int row in (int[])[.. shown, .. Enumerable.Range(classes, rows.Count - classes)])
        {
            int sum = Math.Max(1, Enumerable.Range(0, columns.Count).Sum(column => counts[row, column]));
            html.Append($"<tr><th scope=\"row\">{Html.Escape(rows[row])}</th>");
            foreach (int column in across)
            {
                int count = counts[row, column];
                // There is nothing to count where nothing is and nothing was said.
                bool blank = row >= classes && column >= classes;
                string style = count > 0 ? $" style=\"--share: {(0.12 + (0.55 * count / sum)).ToString("0.##")}\"" : "";
                html.Append($"<td class=\"{(row == column && !blank ? "right" : count == 0 ? "none" : "wrong")}\"{style}>{(blank ? "" : count == 0 ? "·" : count.ToString())}</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    private static int Wrong(int[,] counts, int id) =>
        Enumerable.Range(0, counts.GetLength(0)).Where(other => other != id).Sum(other => counts[id, other] + counts[other, id]);
}
