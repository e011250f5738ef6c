using System.Globalization;
using System.Net;

namespace Edge.Contracts.ShiftReports;

/// <summary>The page around a shift's numbers: one file, nothing fetched, light or dark as the reader has it, plain on paper.</summary>
internal static class ShiftPage
{
    private const string Style = """
        :root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1c2024; --soft: #5c6670; --line: #dfe2e0; --pass: #2d8a57; --fail: #c8501e; --doubt: #8a6fb8; --bar: #1f6fc4; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e9ecee; --soft: #9aa5ae; --line: #343b41; --pass: #66c795; --fail: #f2925f; --doubt: #b9a3e3; --bar: #6cb0f5; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 32px; }
        h1 { font-size: 27px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 20px; margin: 0 0 12px; }
        p { margin: 0 0 12px; max-width: 78ch; overflow-wrap: anywhere; }
        .soft, caption { color: var(--soft); }
        section { margin: 32px 0; }
        .notes { border: 2px solid var(--fail); border-radius: 8px; padding: 12px 16px; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 20px; top: 8px; background: var(--card); padding: 6px 12px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-bottom: 18px; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
        .tile b { display: block; font-size: 30px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--soft); font-size: 13px; display: block; }
        .scroll { overflow-x: auto; }
        .scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-width: 260px; }
        caption { text-align: left; font-size: 13px; padding: 0 0 6px; }
        th, td { padding: 4px 12px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        td.text { text-align: left; white-space: normal; overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-size: 13px; font-weight: 600; }
        tbody th, thead th:first-child { text-align: left; font-weight: 500; }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); gap: 16px; margin-bottom: 16px; }
        .scroll + p { margin-top: 12px; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; min-width: 0; }
        figcaption { font-weight: 600; margin-bottom: 4px; }
        figure svg { display: block; width: 100%; height: auto; }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--soft); margin: 0 0 10px; padding: 0; list-style: none; }
        .legend svg { width: 26px; height: 10px; display: inline-block; vertical-align: middle; margin-right: 6px; }
        .axis { fill: var(--soft); font-size: 11px; }
        .grid { stroke: var(--line); }
        .pass { fill: var(--pass); } .fail { fill: var(--fail); } .doubt { fill: var(--doubt); } .bar { fill: var(--bar); } .ink { fill: var(--ink); }
        .curve { fill: none; stroke: var(--ink); stroke-width: 1.5; } .mark { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 4 3; }
        details { margin-top: 8px; font-size: 13px; }
        summary { cursor: pointer; color: var(--soft); }
        footer { padding-bottom: 40px; font-size: 13px; }
        @media print { :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; } body { font-size: 11px; } figure, .tile, tr { break-inside: avoid; } h2 { break-after: avoid; } .skip { display: none; } section { margin: 18px 0; } @page { margin: 14mm; } }
        """;

    /// <summary>The page. Sections without content are left out.</summary>
    public static string Of(string title, string lead, string foot, IEnumerable<(string Id, string Heading, string Content)> sections)
    {
        string content = string.Concat(sections.Where(section => section.Content.Length > 0).Select(section =>
            $"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-heading\"><h2 id=\"{section.Id}-heading\">{Escape(section.Heading)}</h2>\n{section.Content}</section>\n"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{Escape(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the figures</a>
            <header>
            <h1>{Escape(title)}</h1>
            <p class="soft">{Escape(lead)}</p>
            </header>
            <main id="content">
            {content}</main>
            <footer class="soft"><p>{Escape(foot)}</p></footer>
            </body>
            </html>

            """;
    }

    /// <summary>Text with the characters escaped that mean something; control characters, which XML can't hold, become spaces.</summary>
    public static string Escape(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));

    /// <summary>A table in a box of its own, which scrolls where it is too wide, also by keyboard.</summary>
    /// <param name="caption">What it says.</param>
    /// <param name="columns">Headings; the first column names the row.</param>
    /// <param name="rows">Cells as plain text.</param>
    /// <param name="texts">Columns that hold text and no numbers.</param>
    public static string Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, params int[] texts)
    {
        string head = string.Concat(columns.Select(column => $"<th scope=\"col\">{Escape(column)}</th>"));
        string body = string.Concat(rows.Select(row =>
            $"<tr><th scope=\"row\">{Escape(row[0])}</th>{string.Concat(row.Skip(1).Select((cell, i) => $"<td{(texts.Contains(i + 1) ? " class=\"text\"" : "")}>{Escape(cell)}</td>"))}</tr>\n"));
        return $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table><caption>{Escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n";
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double? share) => share is { } value ? (100 * value).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(long us) => us switch
    {
        < 1000 => $"{us} µs",
        < 1_000_000 => (us / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        _ => (us / 1_000_000.0).ToString("0.00", CultureInfo.InvariantCulture) + " s",
    };
}
