using System.Diagnostics;
using System.Globalization;
using System.Text;
using Edge.Agent.Capture.Synthetic;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>
/// The agent itself, on recorded scripts of known events: camera, detector, tracker, rule, evidence, outbox, MQTT.
/// </summary>
/// <remarks>
/// A restart goes on behind the frame of the last committed alert, with an empty tracker. The person of that event is still seen for
/// <see cref="HoldFrames"/> - <see cref="ConfirmHits"/> = 1 frame then, and a track counts after <see cref="ConfirmHits"/> = 2:
/// so no event can be raised twice, and one that was not committed is seen again from its start.
/// </remarks>
internal sealed class AgentProgram : ICrashProgram
{
    private const int Events = 1_000_000;
    private const int GapFrames = 10;
    private const int HoldFrames = 3;
    private const int ConfirmHits = 2;

    private static readonly ScriptScene _scene = new(seed: 4, fps: 15, Events, GapFrames, HoldFrames);

    public CrashPace Pace { get; } = new(LongestLifeMs: 1500, LabelPatienceMs: 8000, MostHits: 8, LabelEvery: 2, StartMs: 2000);

    public ProcessStartInfo Life(CrashLife life)
    {
        string configuration = Path.Combine(Path.GetDirectoryName(life.DataPath)!, "edge.yaml");
        File.WriteAllText(configuration, Configuration(life));
        return new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "edge-agent"), ["run", "--config", configuration])
        {
            Environment = { ["EDGE_MODELS"] = Environment.GetEnvironmentVariable("EDGE_MODELS") ?? ModelsFolder() },
        };
    }

    public bool IsReady(string line) => line.Contains(": Streaming", StringComparison.Ordinal);

    public long EventOf(string camera, long frameSequence) => _scene.EventAt(frameSequence) + 1;

    private static string Configuration(CrashLife life)
    {
        var yaml = new StringBuilder();
        string zone = string.Join(", ", ScriptScene.MiddleZone.Points.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.X}, {p.Y}]")));
        yaml.AppendLine(CultureInfo.InvariantCulture, $$"""
            device: { id: {{life.Device}}, site: home, dataPath: "{{life.DataPath}}" }
            model: { threads: 1, providers: [cpu] }
            mqtt: { port: {{life.Port}}, receipt: {{life.Script.Receipt.ToString().ToLowerInvariant()}} }
            outbox: { budget: 4MiB, synchronous: {{(life.Script.Synchronous ? "true" : "false")}} }
            evidence: { budget: 2MiB }
            cameras:
            """);
        for (int i = 0; i < life.Script.Cameras.Count; i++)
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $$"""
                  - id: {{life.Script.Cameras[i]}}
                    source: "synthetic:script?events={{Events}}&gap={{GapFrames}}&hold={{HoldFrames}}&seed={{4 + i}}&width=480&height=270"
                    capture: { resume: true }
                    motion: { enabled: false }
                    tracking: { confirmHits: {{ConfirmHits}}, keepLost: 200ms }
                    zones: [{ id: middle, points: [{{zone}}] }]
                    rules: [{ id: event, when: enters, zone: middle, classes: [person], coolDown: 0s, holdFrames: 1, grace: 200ms }]
                """);
        }

        return yaml.ToString();
    }

    private static string ModelsFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("not in a checkout"), "models");
    }
}
