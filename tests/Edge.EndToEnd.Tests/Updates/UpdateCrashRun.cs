using System.Diagnostics;
using System.Globalization;
using Edge.Agent.Updates;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>
/// Cuts the power of a device that takes updates without end, life after life: the launcher, the agent it starts, and everything both do under one folder.
/// Before a chosen change of the disk, at a chosen transition, or at any moment; then the next life starts from whatever the disk has.
/// </summary>
internal sealed class UpdateCrashRun : IDisposable
{
    private const int TellEvery = 50;
    private static readonly TimeSpan _longestLife = TimeSpan.FromSeconds(60);
    private readonly UpdateCrashScript _script;
    private readonly Action<string> _tell;
    private readonly Random _random;
    private readonly UpdateCrashTally _tally = new();
    private readonly Queue<string> _labels = new(Labels());
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-updates-").FullName;
    private readonly LossyDisk _disk;
    private readonly string _launcher;
    private long _callsOfALife = 120;
    private int _want = 1;
    private int _livesForThis;

    public UpdateCrashRun(UpdateCrashScript script, Action<string> tell)
    {
        _script = script;
        _tell = tell;
        _random = new Random(script.Seed);
        _disk = LossyDisk.Build(script.Lie);
        _launcher = Path.Combine(RepositoryRoot(), "deploy", "edge-launch");
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Factory);
        File.WriteAllText(Path.Combine(Factory, "edge-agent"), $"#!/bin/sh\n{Program}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Factory, "edge-agent"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(_folder, "edge.yaml"), $"device: {{ id: d, site: s, dataPath: '{Data}' }}\ncameras:\n  - {{ id: c0, source: 'synthetic:street' }}\n");
    }

    private string Data => Path.Combine(_folder, "data");

    private string Factory => Path.Combine(_folder, "factory");

    /// <summary>What every agent of the run is: this program.</summary>
    public static string Program => $"exec dotnet '{typeof(UpdateHost).Assembly.Location}' --updates-host \"$EDGE_HOST_DATA\" \"$EDGE_HOST_WANT\"";

    public async Task<UpdateCrashTally> RunAsync()
    {
        int mostLives = (_script.Kills * 6) + 200;
        while (_tally.Lives < mostLives && (_tally.Kills < _script.Kills || (_script.VisitsAll && _labels.Count > 0)) && (_script.Lie is null || _tally.Faults.Count == 0))
            await OneAsync(mayBeCut: true);
        if (_script.VisitsAll)
            _tally.Missing = _labels.Count;
        if (_script.Lie is null)
            await FinishAsync();
        return _tally;
    }

    public void Dispose()
    {
        _disk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Labels()
    {
        IEnumerable<string> phases = UpdateTransitions.Rows.Select(row => row.From).Distinct().Select(UpdateTransaction.NameOf).Append("end").Append("switch");
        return phases.SelectMany(phase => (IEnumerable<string>)["update.before." + phase, "update.after." + phase]);
    }

    /// <summary>The power stays on: the device settles, and still takes a new release of every kind.</summary>
    private async Task FinishAsync()
    {
        for (int goal = 0; goal < 2; goal++)
        {
            while (UpdateShelf.IsBad(_want))
                _want++;
            int before = _tally.Idles;
            for (int life = 0; _tally.Idles == before && life < 40; life++)
                await OneAsync(mayBeCut: false);
            if (_tally.Idles == before)
                _tally.Fault("does not settle with the power on");
        }
    }

    private async Task OneAsync(bool mayBeCut)
    {
        _tally.Lives++;
        _livesForThis++;
        string? label = null;
        long? call = null;
        int timeMs = Timeout.Infinite;
        // On a disk that lies, every other life is let live: what it was told to be committed is what the next cut takes away.
        if (mayBeCut && (_script.Lie is null || _random.Next(2) == 0))
        {
            switch (_random.Next(4))
            {
                case 0 when _labels.Count > 0:
                    label = _labels.Dequeue();
                    break;
                case 1:
                    timeMs = _random.Next(30, 1500);
                    break;
                default:
                    call = _random.NextInt64(1, _callsOfALife + 10);
                    break;
            }
        }

        int wanted = _want;
        (int status, bool settled) = await LiveAsync(label, call, timeMs);
        bool wasCut = status == 137;
        if (!wasCut && label is not null)
            _labels.Enqueue(label);
        if (wasCut)
            _tally.Killed(label, call);
        else if (status is not (0 or UpdateHost.Restart) && !(status == 1 && UpdateShelf.IsBad(wanted)))
            _tally.Fault($"ended with {status}");
        if (!wasCut && settled)
            _callsOfALife = Math.Max(_callsOfALife, Math.Min(_disk.Calls, 2000));
        // Also after a good end: what was told to be so must be on the disk.
        if (_script.PowerCuts && mayBeCut && (wasCut || _random.Next(2) == 0))
            _disk.CutPower(Data, _random);
        else
            _disk.KeepAll();
        if (settled || _livesForThis > 25)
        {
            _want++;
            _livesForThis = 0;
        }

        if (wasCut && _tally.Kills % TellEvery == 0)
            _tell(_tally.ToString());
    }

    private async Task<(int Status, bool Settled)> LiveAsync(string? label, long? call, int timeMs)
    {
        // A group of its own, so that a kill takes the launcher, what it calls and the agent at once.
        var start = new ProcessStartInfo("setsid", [_launcher, Factory, new UpdateFolders(Data).Agents])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["EDGE_HOST_DATA"] = Data;
        start.Environment["EDGE_HOST_WANT"] = _want.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        if (label is not null)
            start.Environment["EDGE_FAULT_POINT"] = $"{label}:{_random.Next(1, 3)}";
        _disk.Apply(start, Data, call);
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        bool settled = false;
        Task reading = Task.Run(async () =>
        {
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                settled |= line.StartsWith("idle", StringComparison.Ordinal);
                _tally.Said(line, _want);
            }
        });
        await Task.WhenAny(child.WaitForExitAsync(), Task.Delay(timeMs < 0 ? _longestLife : TimeSpan.FromMilliseconds(timeMs)));
        if (!child.HasExited)
        {
            if (timeMs < 0)
                _tally.Fault("hangs");
            child.Kill(entireProcessTree: true);
        }

        await child.WaitForExitAsync();
        await reading;
        string said = await errors;
        if (child.ExitCode is not (0 or 137 or UpdateHost.Restart) && said.Contains("Unhandled exception", StringComparison.Ordinal))
            _tally.Fault(said.ReplaceLineEndings(" ")[..Math.Min(600, said.Length)]);
        return (child.ExitCode, settled);
    }

    private static string RepositoryRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Edge.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Edge.sln above the tests");
        return folder;
    }
}
