using System.Text;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Configurations;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates.Configurations;

/// <summary>Releases of configurations through the engine, over a real local file.</summary>
public sealed class ConfigurationInstallerTests : IDisposable
{
    private readonly UpdateRig _rig = new();
    private readonly ModelTrials _trials = new();
    private readonly ConfigurationInstaller _installer;

    public ConfigurationInstallerTests()
    {
        _installer = _trials.Configurations(_rig.DataPath);
        _rig.Installers.Add(_installer);
    }

    private ReleasedConfiguration Released => _trials.Released!;

    public void Dispose()
    {
        _trials.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Configuration_Good_IsInForceWithTheDevicesOwnSections()
    {
        Put("configuration/1", "cameras:\n  - { id: door, source: 'synthetic:street' }\n");
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Configuration, "configuration/1")).Outcome);
        var settings = Released.Load().Settings!;
        Assert.Equal("door", Assert.Single(settings.Cameras).Id);
        Assert.Equal(("unit-1", "lab", _rig.DataPath), (settings.Device.Id, settings.Device.Site, settings.Device.DataPath));
    }

    [Fact]
    public async Task Configuration_RelativePaths_StartFromTheLocalFilesFolder()
    {
        File.WriteAllText(Path.Combine(_trials.Folder, "thing.pack"), "pack");
        Put("configuration/1", "model: { path: thing.pack }\ncameras:\n  - { id: door, source: 'synthetic:street' }\n");
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Configuration, "configuration/1")).Outcome);
        Assert.Equal(Path.Combine(_trials.Folder, "thing.pack"), Released.Load().Settings!.Model.Path);
    }

    [Fact]
    public async Task Configuration_UnderWhichTheBrokerIsLost_GoesBackByItself()
    {
        Put("configuration/1", "cameras:\n  - { id: door, source: 'synthetic:street' }\n");
        await _rig.WantAsync(ReleaseKind.Configuration, "configuration/1");
        Put("configuration/2", "mqtt: { host: nowhere.invalid }\ncameras:\n  - { id: gate, source: 'synthetic:street' }\n", 2);
        // The broker is gone as soon as the new configuration is in force.
        _rig.Policy = _rig.Policy with { FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) };
        UpdateEngine engine = _rig.Engine();
        engine.Changed += () => _rig.IsBrokerConnected = Released.InForce.Length == 0 || Released.Load().Settings!.Cameras[0].Id != "gate";
        UpdateProgress progress = await LiveAsync(engine, "configuration/2");

        Assert.Equal(("brokerLost", UpdateOutcome.RolledBack), (progress.Fault, progress.Outcome));
        Assert.Equal("door", Released.Load().Settings!.Cameras[0].Id);
    }

    [Fact]
    public async Task Configuration_WithSettingsThatTakeARestart_AsksForOne()
    {
        Put("configuration/1", "mqtt: { host: other }\ncameras:\n  - { id: door, source: 'synthetic:street' }\n");
        _trials.AfterRestart = ["mqtt.host"];
        UpdateStatus status = await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Configuration] = "configuration/1" }, "r1", _ => false);
        Assert.NotNull(status.RestartReason);
        _rig.Recover();
        status = await _rig.LiveAsync(null, "", now => now.Updates[ReleaseKind.Configuration].Outcome == UpdateOutcome.Committed);
        Assert.Equal("1", status.Installed[ReleaseKind.Configuration].Version);
    }

    [Fact]
    public async Task ReleasedFile_ThatIsGoodNoLonger_IsPassedOver()
    {
        Put("configuration/1", "cameras:\n  - { id: door, source: 'synthetic:street' }\n");
        await _rig.WantAsync(ReleaseKind.Configuration, "configuration/1");
        // An older agent reads what a newer one took: it does not know the setting.
        File.WriteAllText(new Edge.Agent.Updates.Slots.ReleaseStore(_rig.Folders).Find(ReleaseKind.Configuration, _rig.Slot(ReleaseKind.Configuration).Current.Sha256)!, "futureSetting: 1\n");
        Assert.Equal("yard", Released.Load().Settings!.Cameras[0].Id);
        Assert.Equal("", Released.InForce);
        Assert.Contains("futureSetting", Released.PassedOver, StringComparison.Ordinal);
    }

    private void Put(string path, string yaml, long counter = 1) => _rig.Shelf.Put(path, ReleaseKind.Configuration, Encoding.UTF8.GetBytes(yaml), counter);

    private static async Task<UpdateProgress> LiveAsync(UpdateEngine engine, string path)
    {
        var ended = new TaskCompletionSource<UpdateProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Changed += () =>
        {
            if (engine.Status.Updates.GetValueOrDefault(ReleaseKind.Configuration) is { Outcome: not UpdateOutcome.Running } progress && progress.Target == path)
                ended.TrySetResult(progress);
        };
        using var stop = new CancellationTokenSource();
        engine.SetDesired(new DesiredTargets(new Dictionary<ReleaseKind, string> { [ReleaseKind.Configuration] = path }, "r1"));
        Task running = engine.RunAsync(stop.Token);
        UpdateProgress found = await ended.Task.WaitAsync(Edge.Testing.Deadline.Default);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return found;
    }
}
