using System.Globalization;
using Edge.EndToEnd.Tests.Agents;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>The device, its settings and the conveyor's arguments for a script.</summary>
internal static class StationSetup
{
    /// <summary>Socket of the conveyor.</summary>
    public static string SocketOf(TestDevice device) => Path.Combine(device.Folder, "line");

    /// <summary>Its report.</summary>
    public static string ReportOf(TestDevice device) => Path.Combine(device.Folder, "report.json");

    /// <summary>Writes the settings.</summary>
    public static void Configure(TestDevice device, StationScript script) => device.Configure(string.Create(CultureInfo.InvariantCulture, $$"""
        gpio: { chips: [{ id: line, kind: simulated, socket: {{SocketOf(device)}} }] }
        cameras: [{ id: line, source: "conveyor:{{SocketOf(device)}}" }]
        stations:
          - id: boards
            camera: line
            trigger: { kind: gpio, line: { line: 0 }, minimumSpacing: {{1000 * script.Length / script.Speed}}ms, pictureTimeout: 150ms }
            products:
              - id: board
                model: false
                templates: [{{TemplateOf(device)}}]
                golden: { shiftRange: 0.02, rotationRange: 1, scaleRange: 0 }
            deadline: {{script.DeadlineMs}}ms
            evidence: false
            reject:
              output: { line: 3 }
              {{(script.ByTime ? Times(script) : Counts(script))}}
              confirm: { line: 2 }
              confirmWithin: 300ms
              ready: { line: 5 }
        """));

    /// <summary>Arguments of <c>edge-agent conveyor</c>.</summary>
    public static string[] ConveyorArguments(TestDevice device, StationScript script) =>
    [
        "conveyor",
        "--socket", SocketOf(device),
        "--report", ReportOf(device),
        "--template", TemplateOf(device),
        "--stay",
        "--parts", Text(script.Parts),
        "--seed", Text(script.Seed),
        "--speed", Text(script.Speed),
        "--spacing", Text(script.Spacing),
        "--length", Text(script.Length),
        "--to-ejector", Text(script.ToEjector),
        "--bad-share", script.BadShare.ToString(CultureInfo.InvariantCulture),
        "--stop-every", Text(script.StopEvery),
    ];

    private static string TemplateOf(TestDevice device) => Path.Combine(device.Folder, "template.png");

    private static string Counts(StationScript script) =>
        $"delayCounts: {Text(script.ToEjector)}\n      pulseCounts: {Text(script.Length)}\n      guardCounts: 5\n      encoder: {{ line: 1, edge: both }}";

    private static string Times(StationScript script) =>
        $"delay: {Text(1000 * script.ToEjector / script.Speed)}ms\n      pulse: {Text(1000 * script.Length / script.Speed)}ms\n      guard: 12ms";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
