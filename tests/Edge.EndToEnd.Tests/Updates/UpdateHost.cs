using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Agent.Configuration;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Agents;
using Edge.Agent.Updates.Configurations;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>
/// The smallest program that does with updates what the agent does: recovers, says what it came up with, goes on with the update that it finds, then takes
/// what is wanted. It tells its parent on its output, each only when it is so: <c>up KIND=N …</c>, <c>committed KIND N</c>, <c>idle KIND=N …</c>,
/// <c>restart</c>, and <c>fault TEXT</c> for what must never be.
/// </summary>
internal static class UpdateHost
{
    public const int Restart = 75;

    private const string Rollout = "rollout";

    private static readonly UpdatePolicy _policy = new()
    {
        Probation = TimeSpan.FromMilliseconds(15),
        LookEvery = TimeSpan.FromMilliseconds(5),
        FaultPatience = TimeSpan.FromMilliseconds(5),
        BrokerPatience = TimeSpan.FromMilliseconds(5),
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(2),
        SpareBytes = 0,
    };

    public static async Task<int> RunAsync(string data, int want, string program)
    {
        // The agent's own calls of the C library look in that library alone; through the program they meet a preloaded one first (LossyDisk).
        NativeLibrary.SetDllImportResolver(typeof(UpdateEngine).Assembly, (name, _, _) => name == "libc" ? NativeLibrary.GetMainProgramHandle() : IntPtr.Zero);
        var folders = new UpdateFolders(data);
        new UpdateRecovery(folders, NullLogger.Instance).Run();
        var released = new ReleasedConfiguration(Path.Combine(Path.GetDirectoryName(data)!, "edge.yaml"), new Dictionary<string, string>(), CommandLineOverrides.None);
        string? slot = Environment.GetEnvironmentVariable(AgentInstaller.SlotVariable);
        int configuration = Configuration(released);
        Say($"up agent={Agent(folders, slot)} configuration={configuration} model={Model(folders)}");

        var installers = new List<IReleaseInstaller>
        {
            new AgentInstaller(folders, slot, (_, _) => Task.CompletedTask),
            new ConfigurationInstaller(released, () => [], _ =>
            {
                int before = configuration;
                configuration = Configuration(released);
                // Every other change is one that takes a restart.
                return Task.FromResult(new ConfigurationReload([], configuration % 2 == 0 && configuration != before ? ["mqtt.host"] : []));
            }),
            new PackInstaller(new SlotSet(folders).Read(ReleaseKind.Model).Current.Sha256),
        };
        var shelf = new UpdateShelf(program);
        var engine = new UpdateEngine(new UpdateParts
        {
            Folders = folders,
            Source = shelf,
            Installers = installers,
            Identity = new UpdateIdentity("any", "any"),
            Condition = new Condition(() => !UpdateShelf.IsBad(configuration)),
            Policy = _policy,
            Clock = TimeProvider.System,
            Log = NullLogger.Instance,
        });
        return await DriveAsync(engine, (folders, shelf), installers.ConvertAll(installer => installer.Kind), want);
    }

    private static async Task<int> DriveAsync(UpdateEngine engine, (UpdateFolders Folders, UpdateShelf Shelf) made, List<ReleaseKind> kinds, int want)
    {
        (UpdateFolders folders, UpdateShelf shelf) = made;
        var wanted = kinds.ToDictionary(kind => kind, kind => UpdateShelf.PathOf(kind, want));
        var settled = new TaskCompletionSource();
        var told = new HashSet<string>();
        engine.Changed += () =>
        {
            foreach ((ReleaseKind kind, UpdateProgress progress) in engine.Status.Updates)
            {
                if (progress.Outcome == UpdateOutcome.Committed && told.Add(progress.Target))
                    Say($"committed {UpdateFolders.NameOf(kind)} {progress.Target.Split('/')[1]}");
            }

            if (kinds.TrueForAll(kind => IsSettled(engine.Status, kind, wanted[kind], folders, shelf)))
                settled.TrySetResult();
        };
        using var stop = new CancellationTokenSource();
        engine.SetDesired(new DesiredTargets(wanted, Rollout));
        Task running = engine.RunAsync(stop.Token);
        await Task.WhenAny(running, settled.Task);
        if (engine.RestartWanted.IsCompleted)
        {
            await running;
            Say("restart");
            return Restart;
        }

        if (running.IsFaulted)
            await running;
        SlotSet slots = new(folders);
        Say("idle " + string.Join(' ', kinds.Select(kind => $"{UpdateFolders.NameOf(kind)}={Number(slots.Read(kind).Current)}")));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static bool IsSettled(UpdateStatus status, ReleaseKind kind, string path, UpdateFolders folders, UpdateShelf shelf)
    {
        if (!status.Updates.TryGetValue(kind, out UpdateProgress? progress) || progress.Target != path || progress.Outcome == UpdateOutcome.Running)
            return false;
        if (progress.Outcome == UpdateOutcome.Committed)
            return true;
        return UpdateLedger.IsBlocked(new UpdateLedger(folders).Failure(shelf.Target(path).Sha256, Rollout));
    }

    private static int Configuration(ReleasedConfiguration released)
    {
        SettingsResult result = released.Load();
        if (!result.IsValid || released.PassedOver.Length > 0)
            Say($"fault configuration: {released.PassedOver} {result.ToText().ReplaceLineEndings(" ")}");
        return result.IsValid ? int.Parse(result.Settings.Cameras[0].Id[1..], CultureInfo.InvariantCulture) : -1;
    }

    private static int Model(UpdateFolders folders)
    {
        InstalledRelease current = new SlotSet(folders).Read(ReleaseKind.Model).Current;
        if (current.Sha256.Length == 0)
            return 0;
        try
        {
            string file = new ReleaseStore(folders).Find(ReleaseKind.Model, current.Sha256)!;
            ReleaseStore.Verify(file, null, current.Sha256);
            string version = PackReader.Open(file, new Version(1, 0)).Manifest.Version;
            if (version != "1.0." + current.Version)
                Say($"fault model: the slot says {current.Version}, the pack {version}");
        }
        catch (Exception e) when (e is PackRefusedException or UpdateRefusedException or IOException or ArgumentNullException)
        {
            Say($"fault model: {e.Message}");
        }

        return Number(current);
    }

    // Every file of the agent that runs says the same number.
    private static int Agent(UpdateFolders folders, string? slot)
    {
        if (string.IsNullOrEmpty(slot))
            return 0;
        string folder = Path.Combine(folders.Agents, slot);
        string version = File.ReadAllText(Path.Combine(folder, "version"));
        string[] texts = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText)];
        if (texts.Length != 4 || texts.Any(text => text.Split('\n', ' ').First(word => int.TryParse(word, out _)) != version || text.Contains('\0', StringComparison.Ordinal)))
            Say($"fault agent: files of several versions, or damaged, in '{slot}'");
        return int.Parse(version, CultureInfo.InvariantCulture);
    }

    private static int Number(InstalledRelease release) => release.Version.Length == 0 ? 0 : int.Parse(release.Version, CultureInfo.InvariantCulture);

    // One write a line, and none is left in a buffer when the kill comes.
    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    private sealed class Condition(Func<bool> hasBroker) : IDeviceCondition
    {
        public bool IsBrokerConnected => hasBroker();

        public IReadOnlyList<string> Faults => [];
    }
}
