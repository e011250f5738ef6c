using System.Diagnostics;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>The tests' own host: quick to start, so many cuts in little time.</summary>
internal sealed class OutboxHostProgram : ICrashProgram
{
    public CrashPace Pace { get; } = new(LongestLifeMs: 400, LabelPatienceMs: 1500, MostHits: 12, LabelEvery: 3, StartMs: 0);

    public ProcessStartInfo Life(CrashLife life)
    {
        var options = new OutboxHostOptions
        {
            DataPath = life.DataPath,
            Port = life.Port,
            Device = life.Device,
            Cameras = life.Script.Cameras,
            From = life.From,
            Until = life.Until,
            Receipt = life.Script.Receipt,
            Synchronous = life.Script.Synchronous,
        };
        return new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(OutboxHostProgram).Assembly.Location, .. options.ToArguments()]);
    }

    public bool IsReady(string line) => line == "ready";

    // It numbers its frames by events.
    public long EventOf(string camera, long frameSequence) => frameSequence;
}
