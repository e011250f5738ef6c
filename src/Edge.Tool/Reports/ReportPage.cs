namespace Edge.Tool.Reports;

/// <summary>The page around a report: one file, nothing fetched, light or dark as the reader has it.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1c2024; --soft: #5c6670; --line: #dfe2e0; --one: #1f6fc4; --two: #c8501e; --three: #2d8a57; --cell: 31, 111, 196; --cellink: #0d2b4d; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1c2024; --ink: #e9ecee; --soft: #9aa5ae; --line: #343b41; --one: #6cb0f5; --two: #f2925f; --three: #66c795; --cell: 90, 160, 235; --cellink: #f2f7fc; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 32px; }
        h1 { font-size: 27px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 20px; margin: 0 0 12px; }
        h3 { font-size: 15px; margin: 18px 0 6px; }
        p { margin: 0 0 12px; max-width: 78ch; }
        .soft, figcaption, caption { color: var(--soft); }
        section { margin: 36px 0; }
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: 20px; top: 8px; background: var(--card); padding: 6px 12px; }
        nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 14px 0 0; }
        a { color: var(--one); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-bottom: 18px; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
        .tile b { display: block; font-size: 30px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--soft); font-size: 13px; display: block; }
        .scroll { overflow-x: auto; }
        .scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--one); outline-offset: 2px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-width: 260px; }
        caption { text-align: left; font-size: 13px; padding: 0 0 6px; position: sticky; left: 0; max-width: min(78ch, calc(100vw - 44px)); }
        th, td { padding: 4px 12px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { font-weight: 600; }
        thead th { color: var(--soft); font-size: 13px; }
        tbody th, thead th:first-child { text-align: left; }
        tbody th { font-weight: 500; white-space: normal; min-width: 110px; }
        .matrix tbody th { white-space: nowrap; min-width: 0; }
        .matrix td { text-align: center; min-width: 46px; border: 1px solid var(--line); background: rgba(var(--cell), var(--share, 0)); padding: 6px; }
        .matrix.many thead th { vertical-align: bottom; padding: 4px; text-align: center; }
        .matrix.many thead span { writing-mode: vertical-rl; transform: rotate(180deg); }
        .matrix.many td { min-width: 32px; padding: 4px; }
        .matrix td.right { font-weight: 700; }
        .matrix td.none { color: var(--soft); }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 16px; }
        .scroll + p, .tiles + p { margin-top: 12px; }
        .plots.class { margin-bottom: 16px; }
        .plots.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; min-width: 0; }
        figure.plot > figcaption { color: var(--ink); font-weight: 600; margin-bottom: 4px; }
        figure svg { display: block; width: 100%; height: auto; }
        details { margin-top: 8px; font-size: 13px; }
        summary { cursor: pointer; color: var(--soft); }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); gap: 14px; }
        .pictures.large { grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); }
        .pictures figcaption { font-size: 13px; line-height: 1.4; margin-top: 8px; overflow-wrap: anywhere; }
        .pictures figcaption b { color: var(--ink); }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; color: var(--soft); margin: 0 0 10px; padding: 0; list-style: none; }
        .legend svg { width: 26px; height: 10px; display: inline-block; vertical-align: middle; margin-right: 6px; }
        .axis { fill: var(--soft); font-size: 11px; }
        .grid { stroke: var(--line); stroke-width: 1; }
        .one, .two, .three { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .one { stroke: var(--one); } .two { stroke: var(--two); stroke-dasharray: 6 3; } .three { stroke: var(--three); }
        .fill-one { fill: var(--one); } .fill-two { fill: var(--two); }
        .mark { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; }
        .dot { fill: var(--card); stroke: var(--ink); stroke-width: 2; }
        .one-dot { stroke: var(--one); } .two-dot { stroke: var(--two); }
        .more > summary { font-size: 15px; padding: 6px 0; }
        .edge { fill: none; stroke: #000; stroke-opacity: .55; stroke-width: 4; vector-effect: non-scaling-stroke; }
        .truth { fill: none; stroke: #37d67a; stroke-width: 2; vector-effect: non-scaling-stroke; }
        .found { fill: none; stroke: #ff9f43; stroke-width: 2; stroke-dasharray: 6 3; vector-effect: non-scaling-stroke; }
        .quiet { stroke-opacity: .55; }
        .subject { stroke-width: 3.5; }
        footer { padding-bottom: 40px; font-size: 13px; }
        @media print { figure, .tile { break-inside: avoid; } }
        @media (max-width: 560px) { .pair { grid-template-columns: 1fr; } th, td { padding: 4px 8px; } .tile b { font-size: 24px; } }
        """;

    /// <summary>The page.</summary>
    /// <param name="title">Its heading, plain text.</param>
    /// <param name="lead">What was measured and how, plain text.</param>
    /// <param name="sections">Anchor, heading and content (HTML) of each section.</param>
    /// <param name="command">What made it.</param>
    public static string Of(string title, string lead, IEnumerable<(string Id, string Heading, string Content)> sections, string command = "edgectl model evaluate")
    {
        (string Id, string Heading, string Content)[] all = [.. sections.Where(section => section.Content.Length > 0)];
        string links = string.Concat(all.Select(section => $"<li><a href=\"#{section.Id}\">{Html.Escape(section.Heading)}</a></li>"));
        string content = string.Concat(all.Select(section => Html.Section(section.Id, section.Heading, section.Content)));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{Html.Escape(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the figures</a>
            <header>
            <h1>{Html.Escape(title)}</h1>
            <p class="soft">{Html.Escape(lead)}</p>
            <nav aria-label="Sections"><ul>{links}</ul></nav>
            </header>
            <main id="content">
            {content}</main>
            <footer class="soft">Made by {Html.Escape(command)}. This file fetches nothing.</footer>
            </body>
            </html>

            """;
    }
}
