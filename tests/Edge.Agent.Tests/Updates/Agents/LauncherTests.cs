using System.Diagnostics;
using Edge.Agent.Tests.Configuration;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Agents;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates.Agents;

/// <summary>The launcher as it ships (deploy/edge-launch), with what the installer leaves for it.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly UpdateRig _rig = new();
    private readonly string _factory = Directory.CreateTempSubdirectory("edge-factory-").FullName;

    public LauncherTests()
    {
        string program = Path.Combine(_factory, "edge-agent");
        File.WriteAllText(program, "#!/bin/sh\necho factory slot=$EDGE_SLOT \"$@\"\n");
        Tars.MakeExecutable(program);
    }

    public void Dispose()
    {
        _rig.Dispose();
        Directory.Delete(_factory, recursive: true);
    }

    [Fact]
    public void Nothing_Installed_StartsWhatTheDeviceCameWith() => Assert.Equal("factory slot= run --config x y", Launch("run", "--config", "x y"));

    [Fact]
    public async Task Trial_CommittedInTime_RunsForGood()
    {
        string sha = await TryAsync("one", running: "");
        Assert.Equal("one slot=a run", Launch("run"));
        await new AgentInstaller(_rig.Folders, "a", NoTrial).CommitAsync(Release(sha), CancellationToken.None);
        for (int start = 0; start < 5; start++)
            Assert.Equal("one slot=a run", Launch("run"));
    }

    [Fact]
    public async Task Trial_NeverCommitted_IsGivenUpAfterItsTries()
    {
        string sha = await TryAsync("one", running: "");
        for (int start = 0; start < BootRecord.Tries; start++)
            Assert.Equal("one slot=a run", Launch("run"));
        Assert.Equal("factory slot= run", Launch("run"));
        Assert.Equal("factory slot= run", Launch("run"));

        var installer = new AgentInstaller(_rig.Folders, "", NoTrial);
        Assert.False(installer.IsInForce(Release(sha)));
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => installer.PutInForceAsync(Release(sha), "x", isTrial: true, CancellationToken.None));
        Assert.Equal(UpdateFault.FellBack, refused.Fault);
    }

    [Fact]
    public async Task Trial_Damaged_IsGivenUpAtOnce()
    {
        await TryAsync("one", running: "");
        File.AppendAllText(Path.Combine(_rig.Folders.Agents, "a", "lib", "data"), "bit rot");
        Assert.Equal("factory slot= run", Launch("run"));
        Assert.Equal("a", BootRecord.Read(_rig.Folders.Agents).Failed);
    }

    [Fact]
    public async Task Trial_ThatCannotBeCounted_IsNotMade()
    {
        await TryAsync("one", running: "");
        // The place of the new record is a folder: nothing can be written there, not even by root.
        Directory.CreateDirectory(Path.Combine(_rig.Folders.Agents, "boot.new"));
        Assert.Equal("factory slot= run", Launch("run"));
    }

    [Fact]
    public async Task Active_Damaged_TheOneBeforeRuns()
    {
        string first = await TryAsync("one", running: "");
        await new AgentInstaller(_rig.Folders, "a", NoTrial).CommitAsync(Release(first), CancellationToken.None);
        string second = await TryAsync("two", running: "a");
        Assert.Equal("two slot=b run", Launch("run"));
        await new AgentInstaller(_rig.Folders, "b", NoTrial).CommitAsync(Release(second), CancellationToken.None);
        File.Delete(Path.Combine(_rig.Folders.Agents, "b", "lib", "data"));
        Assert.Equal("one slot=a run", Launch("run"));
        Directory.Delete(Path.Combine(_rig.Folders.Agents, "a"), recursive: true);
        Assert.Equal("factory slot= run", Launch("run"));
    }

    [Theory]
    [InlineData("active=../../etc\ntry=\nleft=0\nfailed=\n")]
    [InlineData("active=a;reboot\ntry=$(id)\nleft=-5\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("left=99999999999999999999\ntry=a\n")]
    public void Record_Nonsense_MeansWhatTheDeviceCameWith(string text)
    {
        File.WriteAllText(Path.Combine(_rig.Folders.Agents, BootRecord.FileName), text);
        Assert.Equal("factory slot= run", Launch("run"));
    }

    [Fact]
    public void Record_WrittenAndRead_IsTheSame()
    {
        var record = new BootRecord("a", "b", 2, "");
        record.Write(_rig.Folders.Agents);
        Assert.Equal(record, BootRecord.Read(_rig.Folders.Agents));
    }

    private static Task NoTrial(string program, CancellationToken cancellation) => Task.CompletedTask;

    private static InstalledRelease Release(string sha256) => new("agent/x", "edge-agent", "1", 1, sha256);

    /// <summary>Stages a bundle and asks for its trial, as the engine does.</summary>
    private async Task<string> TryAsync(string word, string running)
    {
        byte[] bundle = Tars.Zipped(Tars.Good(word));
        string file = Path.Combine(_rig.DataPath, "bundle.tar"), sha = ReleaseShelf.Hash(bundle);
        File.WriteAllBytes(file, bundle);
        var installer = new AgentInstaller(_rig.Folders, running, NoTrial);
        var candidate = new Candidate(Release(sha), file, new ReleaseDescription { Kind = ReleaseKind.Agent, Name = "edge-agent", Version = "1", Counter = 1 });
        await installer.StageAsync(candidate, CancellationToken.None);
        await installer.SelfTestAsync(candidate, CancellationToken.None);
        Assert.Equal(Activation.NeedsRestart, await installer.PutInForceAsync(candidate.Release, file, isTrial: true, CancellationToken.None));
        return sha;
    }

    private string Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(ConfigFile.RepositoryRoot, "deploy", "edge-launch"), [_factory, _rig.Folders.Agents, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return said.Trim();
    }
}
