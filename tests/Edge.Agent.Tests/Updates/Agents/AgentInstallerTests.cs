using Edge.Agent.Updates;
using Edge.Agent.Updates.Agents;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates.Agents;

/// <summary>Releases of the agent itself through the engine, one life after another; the launcher's part is in <see cref="LauncherTests"/>.</summary>
public sealed class AgentInstallerTests : IDisposable
{
    private readonly UpdateRig _rig = new();
    private readonly List<string> _tried = [];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Agent_TriedAndGood_IsCommitted()
    {
        ReleaseTarget target = _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Zipped(Tars.Good("one")), 1);
        UpdateStatus status = await WantAsync("agent/1", running: "");
        Assert.NotNull(status.RestartReason);
        Assert.Equal(new BootRecord("", "a", BootRecord.Tries, ""), Boot);
        Assert.Equal([Path.Combine(_rig.Folders.Agents, "a", "edge-agent")], _tried);

        status = await GoOnAsync(running: "a");
        Assert.Equal(UpdateOutcome.Committed, status.Updates[ReleaseKind.Agent].Outcome);
        Assert.Equal(target.Sha256, status.Installed[ReleaseKind.Agent].Sha256);
        Assert.Equal(new BootRecord("a", "", 0, ""), Boot);
    }

    [Fact]
    public async Task Agent_LeftByTheLauncher_IsRolledBackAndNotTriedAgain()
    {
        _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Good("one"), 1);
        await WantAsync("agent/1", running: "");
        new BootRecord("", "", 0, "a").Write(_rig.Folders.Agents);

        UpdateStatus status = await GoOnAsync(running: "");

        Assert.Equal(("fellBack", UpdateOutcome.RolledBack), (status.Updates[ReleaseKind.Agent].Fault, status.Updates[ReleaseKind.Agent].Outcome));
        Assert.Null(status.RestartReason);
        Assert.True(_rig.Slot(ReleaseKind.Agent).IsFactory);
        Assert.False(File.Exists(Path.Combine(_rig.Folders.Agents, "a.release")));
        _tried.Clear();
        await _rig.WantAsync(ReleaseKind.Agent, "agent/1");
        Assert.Empty(_tried);
    }

    [Fact]
    public async Task Agent_UnwellOnProbation_GoesBackWithARestart()
    {
        _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Good("one"), 1);
        await WantAsync("agent/1", running: "");
        _rig.Faults = ["outbox is stuck"];
        UpdateStatus status = await GoOnAsync(running: "a");
        Assert.Equal("unhealthy", status.Updates[ReleaseKind.Agent].Fault);
        Assert.NotNull(status.RestartReason);
        Assert.Equal("", Boot.Active);
        Assert.Equal("", Boot.Trial);
    }

    [Fact]
    public async Task Agent_CommittedButDamagedLater_WhatTheLauncherChoseIsAdoptedWithoutALoop()
    {
        _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Good("one"), 1);
        await WantAsync("agent/1", running: "");
        await GoOnAsync(running: "a");
        File.Delete(Path.Combine(_rig.Folders.Agents, "a", "edge-agent"));

        // The launcher starts what the device came with.
        _rig.Recover();
        _rig.Installers[^1] = new AgentInstaller(_rig.Folders, "", Try);
        _rig.Shelf.Put("agent/2", ReleaseKind.Agent, Tars.Good("two"), 2);
        UpdateStatus status = await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Agent] = "agent/2" }, "r2", _ => false);

        Assert.True(_rig.InProgress is { Before.IsFactory: true, Phase: UpdatePhase.Probation }, "the slot says what runs, and the next release is on its way");
        Assert.Contains("agent/2", status.RestartReason, StringComparison.Ordinal);
        Assert.Equal("b", Boot.Trial);
    }

    [Fact]
    public async Task Agent_RefusedByItsTrial_LeavesNothingThatTheLauncherWouldTake()
    {
        _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Good("one"), 1);
        _rig.Installers.Add(new AgentInstaller(_rig.Folders, "", (_, _) => throw new UpdateRefusedException(UpdateFault.SelfTest, "finds faults in the configuration")));
        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.Agent, "agent/1");
        Assert.Equal("selfTest", progress.Fault);
        Assert.False(File.Exists(Path.Combine(_rig.Folders.Agents, "a.release")));
        Assert.Equal(BootRecord.Factory, Boot);
    }

    [Fact]
    public async Task Agent_WithoutTheLauncher_IsRefused()
    {
        _rig.Shelf.Put("agent/1", ReleaseKind.Agent, Tars.Good("one"), 1);
        _rig.Installers.Add(new AgentInstaller(_rig.Folders, null, Try));
        Assert.Equal("notSupported", (await _rig.WantAsync(ReleaseKind.Agent, "agent/1")).Fault);
    }

    [Fact]
    public void Bundle_LargerThanAllowedUnpacked_IsRefused()
    {
        string file = Path.Combine(_rig.DataPath, "bomb.tar");
        File.WriteAllBytes(file, Tars.Zipped(Tars.Good("x", Tars.File("lib/zeros", new string('0', 100_000)))));
        var refused = Assert.Throws<UpdateRefusedException>(() => new BundleArchive(new BundleLimits { MaximumTotalBytes = 50_000 }).Unpack(file, Path.Combine(_rig.DataPath, "out"), CancellationToken.None));
        Assert.Equal("form.oversize", refused.FaultName);
        refused = Assert.Throws<UpdateRefusedException>(() => new BundleArchive(new BundleLimits { MaximumFiles = 2 }).Unpack(file, Path.Combine(_rig.DataPath, "out2"), CancellationToken.None));
        Assert.Equal("form.oversize", refused.FaultName);
    }

    private BootRecord Boot => BootRecord.Read(_rig.Folders.Agents);

    private Task Try(string program, CancellationToken cancellation)
    {
        _tried.Add(program);
        return Task.CompletedTask;
    }

    private Task<UpdateStatus> WantAsync(string path, string running)
    {
        _rig.Installers.Add(new AgentInstaller(_rig.Folders, running, Try));
        return _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Agent] = path }, "r1", _ => false);
    }

    private Task<UpdateStatus> GoOnAsync(string running)
    {
        _rig.Recover();
        _rig.Installers.RemoveAt(_rig.Installers.Count - 1);
        _rig.Installers.Add(new AgentInstaller(_rig.Folders, running, Try));
        return _rig.LiveAsync(null, "", status => status.Updates[ReleaseKind.Agent].Outcome != UpdateOutcome.Running && _rig.InProgress is null && (running == "" || status.Updates[ReleaseKind.Agent].Outcome == UpdateOutcome.Committed));
    }
}
