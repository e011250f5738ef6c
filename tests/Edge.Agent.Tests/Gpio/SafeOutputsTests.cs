using System.Diagnostics;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Gpio.Simulated;
using Edge.Testing;

namespace Edge.Agent.Tests.Gpio;

/// <summary>Outputs after the process that drove them is gone: the real program, killed and ended, on a simulated chip that outlives it.</summary>
public sealed class SafeOutputsTests : IDisposable
{
    private const string Ejector = "stations[0].reject.output";
    private const int OutputLine = 2, ReadyLine = 3, SensorLine = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-safe-").FullName;
    private readonly SimulatedChipServer _chip;

    public SafeOutputsTests()
    {
        _chip = new SimulatedChipServer(Path.Combine(_folder, "chip.sock"), 8, TimeProvider.System);
        File.WriteAllText(Config, $$"""
            cameras: [ { id: top, source: synthetic:boards } ]
            gpio:
              chips: [ { id: belt, kind: simulated, socket: chip.sock } ]
            stations:
              - id: press
                camera: top
                trigger: { kind: gpio, line: { line: {{SensorLine}}, activeLow: true, pull: up } }
                deadline: 500ms
                products: [ { id: board } ]
                reject:
                  delay: 1s
                  output: { line: {{OutputLine}} }
                  ready: { line: {{ReadyLine}}, safeActive: true, activeLow: true }
            """);
    }

    private string Config => Path.Combine(_folder, "edge.yaml");

    public void Dispose()
    {
        _chip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Lines_OfAConfiguration_AreAllNamedWithTheirSettings()
    {
        SettingsResult loaded = SettingsLoader.Load(Config, new Dictionary<string, string>(), CommandLineOverrides.None);
        Assert.True(loaded.IsValid, loaded.ToText());
        Assert.Equal([(Ejector, OutputLine), ("stations[0].reject.ready", ReadyLine)], ConfiguredLines.Outputs(loaded.Settings).Select(o => (o.Setting, o.Line.Line)));
        Assert.Equal([("stations[0].trigger.line", SensorLine)], ConfiguredLines.Inputs(loaded.Settings).Select(i => (i.Setting, i.Line.Line)));
    }

    [Fact]
    public async Task Process_Killed_OutputsFallToTheirPullAndTheCommandMakesThemSafe()
    {
        // Wiring that is wrong on purpose: the pull holds the ejector active.
        _chip.Pull(OutputLine, true);
        using Process agent = Start("lines", "--set", Ejector);
        await Deadline.UntilAsync(() => _chip.IsDriven(OutputLine) && _chip.Read(OutputLine) && _chip.IsDriven(ReadyLine), "the outputs are driven");
        Assert.False(_chip.Read(ReadyLine));
        agent.Kill();
        await agent.WaitForExitAsync();
        await Deadline.UntilAsync(() => !_chip.IsDriven(OutputLine), "the kernel, here the socket, lets go of the lines");
        Assert.True(_chip.Read(OutputLine));

        var levels = new List<(int, bool)>();
        _chip.OutputChanged += change =>
        {
            lock (levels)
            {
                if (!change.IsReleased)
                    levels.Add((change.Line, change.Level));
            }
        };
        using Process safe = Start("safe-outputs");
        string said = await safe.StandardOutput.ReadToEndAsync();
        await safe.WaitForExitAsync();
        Assert.Equal(0, safe.ExitCode);
        Assert.Equal($"{Ejector}: line {OutputLine} is inactive\nstations[0].reject.ready: line {ReadyLine} is active\n", said);
        lock (levels)
            Assert.Contains((OutputLine, false), levels);
    }

    [Fact]
    public async Task Process_Terminated_MakesItsOutputsSafeBeforeItEnds()
    {
        var levels = new List<bool>();
        using Process agent = Start("lines", "--set", Ejector);
        await Deadline.UntilAsync(() => _chip.Read(OutputLine) && _chip.IsWatched(SensorLine), "the outputs are driven");
        _chip.OutputChanged += change =>
        {
            if (change.Line == OutputLine && !change.IsReleased)
                levels.Add(change.Level);
        };
        using (Process.Start("kill", ["-TERM", agent.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await agent.WaitForExitAsync();
        Assert.Equal(0, agent.ExitCode);
        await Deadline.UntilAsync(() => !_chip.IsDriven(OutputLine), "the end");
        Assert.Equal([false], levels);
    }

    [Fact]
    public async Task Command_ChipThatIsNotThere_SaysSoForEachOutputAndFails()
    {
        _chip.Dispose();
        using Process safe = Start("safe-outputs");
        string said = await safe.StandardOutput.ReadToEndAsync();
        await safe.WaitForExitAsync();
        Assert.Equal(1, safe.ExitCode);
        Assert.Equal(2, said.Split('\n').Count(line => line.Contains("nobody listens on the socket", StringComparison.Ordinal)));
        Assert.Contains("allowed: the socket of a simulation that is running", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_SensorThatMoves_IsShown()
    {
        _chip.Drive(SensorLine, true);
        using Process lines = Start("lines", "--for", "60s");
        await Deadline.UntilAsync(() => _chip.IsWatched(SensorLine), "the input is watched");
        while (await lines.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("watching", StringComparison.Ordinal))
        {
        }

        _chip.Drive(SensorLine, false);
        Assert.Equal("stations[0].trigger.line: became active", await lines.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Default));
        lines.Kill();
        await lines.WaitForExitAsync();
    }

    private Process Start(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "edge-agent"), [command, "--config", Config, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith("EDGE_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(inherited);
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
