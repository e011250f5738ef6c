using Edge.Agent.Updates;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Updates;

/// <summary>A device's updates in a folder of their own: real store, slots, journal and engine; one life after another.</summary>
internal sealed class UpdateRig : IDisposable, IDeviceCondition
{
    public UpdateRig()
    {
        DataPath = Directory.CreateTempSubdirectory("edge-updates-").FullName;
        Folders = new UpdateFolders(DataPath);
        Folders.Make();
        Installers = [Model];
    }

    public string DataPath { get; }

    public UpdateFolders Folders { get; }

    public ReleaseShelf Shelf { get; } = new();

    public TestInstaller Model { get; } = new(ReleaseKind.Model);

    public List<IReleaseInstaller> Installers { get; }

    public bool IsBrokerConnected { get; set; } = true;

    public IReadOnlyList<string> Faults { get; set; } = [];

    public UpdatePolicy Policy { get; set; } = new()
    {
        Probation = TimeSpan.FromMilliseconds(20),
        LookEvery = TimeSpan.FromMilliseconds(2),
        FaultPatience = TimeSpan.FromMilliseconds(5),
        BrokerPatience = TimeSpan.FromMilliseconds(5),
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(2),
        SpareBytes = 0,
    };

    public UpdateIdentity Identity { get; set; } = new("pi-5", "serial-1");

    public SlotRecord Slot(ReleaseKind kind = ReleaseKind.Model) => new SlotSet(Folders).Read(kind);

    /// <summary>Releases in the store.</summary>
    public IReadOnlySet<string> Stored => Directory.GetDirectories(Folders.Store).Select(path => Path.GetFileName(path)!).ToHashSet();

    public UpdateTransaction? InProgress => new UpdateJournal(Folders).Read(out _);

    public void Recover() => new UpdateRecovery(Folders, NullLogger.Instance).Run();

    public UpdateEngine Engine() => new(new UpdateParts
    {
        Folders = Folders,
        Source = Shelf,
        Installers = Installers,
        Identity = Identity,
        Condition = this,
        Policy = Policy,
        Clock = TimeProvider.System,
        Log = NullLogger.Instance,
    });

    /// <summary>A model is released, taken and committed.</summary>
    public async Task<ReleaseTarget> CommitAsync(string path, long counter)
    {
        ReleaseTarget target = Shelf.Put(path, ReleaseKind.Model, [.. "model "u8, .. System.Text.Encoding.ASCII.GetBytes(path)], counter);
        UpdateProgress progress = await WantAsync(ReleaseKind.Model, path);
        Assert.True(progress.Outcome == UpdateOutcome.Committed, $"{progress.Fault}: {progress.Reason}");
        Model.Calls.Clear();
        return target;
    }

    /// <summary>One life of the engine, from something wanted to its outcome.</summary>
    public async Task<UpdateProgress> WantAsync(ReleaseKind kind, string path, string rollout = "r1")
    {
        UpdateStatus status = await LiveAsync(new Dictionary<ReleaseKind, string> { [kind] = path }, rollout, now =>
            now.Updates.TryGetValue(kind, out UpdateProgress? progress) && progress.Target == path && progress.Rollout == rollout && progress.Outcome != UpdateOutcome.Running);
        return status.Updates[kind];
    }

    /// <summary>One life of the engine, until what is told fits, or it wants to start again.</summary>
    public async Task<UpdateStatus> LiveAsync(IReadOnlyDictionary<ReleaseKind, string>? wanted, string rollout, Func<UpdateStatus, bool> until)
    {
        UpdateEngine engine = Engine();
        var reached = new TaskCompletionSource<UpdateStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Changed += () =>
        {
            if (until(engine.Status))
                reached.TrySetResult(engine.Status);
        };
        using var stop = new CancellationTokenSource();
        if (wanted is not null)
            engine.SetDesired(new DesiredTargets(wanted, rollout));
        Task running = engine.RunAsync(stop.Token);
        Task first = await Task.WhenAny(reached.Task, running).WaitAsync(Deadline.Default);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first == running && running.IsFaulted)
            await running;
        return reached.Task.IsCompletedSuccessfully ? await reached.Task : engine.Status;
    }

    public void Dispose() => Directory.Delete(DataPath, recursive: true);
}
