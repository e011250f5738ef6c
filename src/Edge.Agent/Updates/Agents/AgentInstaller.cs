using System.Text;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Agents;

/// <summary>
/// The agent itself: unpacked into the one of the folders <c>a</c> and <c>b</c> that does not run, tried by the launcher with a count of tries,
/// and back by itself when it does not come as far as to judge itself.
/// </summary>
internal sealed class AgentInstaller : IReleaseInstaller
{
    /// <summary>The launcher says here which folder it started: <c>a</c>, <c>b</c> or empty; unset without the launcher.</summary>
    public const string SlotVariable = "EDGE_SLOT";

    private readonly string _folder;
    private readonly string? _running;
    private readonly Func<string, CancellationToken, Task> _tryProgram;

    /// <summary>An installer for the agent that runs.</summary>
    /// <param name="folders">Where everything lies.</param>
    /// <param name="running">What the launcher said: <c>a</c>, <c>b</c>, empty; null when there is no launcher.</param>
    /// <param name="tryProgram">Tries the unpacked program at a path on this device; refuses with <see cref="UpdateRefusedException"/>.</param>
    public AgentInstaller(UpdateFolders folders, string? running, Func<string, CancellationToken, Task> tryProgram)
    {
        _folder = folders.Agents;
        _running = running is "a" or "b" or "" or null ? running : "";
        _tryProgram = tryProgram;
    }

    public ReleaseKind Kind => ReleaseKind.Agent;

    /// <summary>Unpacks it where nothing runs. The mark that it is whole comes last.</summary>
    public Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        RequireLauncher();
        if (SlotOf(candidate.Release.Sha256) is not null)
            return Task.CompletedTask;
        BootRecord boot = BootRecord.Read(_folder);
        // Never the one that runs; where neither does, the one that the launcher would not start.
        string slot = (_running is "a" or "b" ? _running : boot.Active) == "a" ? "b" : "a";
        string unpacked = Path.Combine(_folder, slot), beside = unpacked + ".new";
        DeleteMark(slot);
        DeleteFolder(unpacked);
        DeleteFolder(beside);
        IReadOnlyDictionary<string, string> hashes = new BundleArchive(new BundleLimits()).Unpack(candidate.File, beside, cancellation);
        Directory.Move(beside, unpacked);
        DirectorySync.Flush(_folder);
        string list = string.Concat(hashes.Select(file => $"{file.Value}  {file.Key}\n"));
        DurableFile.Write(unpacked + ".sha256", Encoding.ASCII.GetBytes(list), DurableFile.Public);
        DurableFile.Write(unpacked + ".release", Encoding.ASCII.GetBytes(candidate.Release.Sha256), DurableFile.Public);
        if (boot.Failed == slot)
            (boot with { Failed = "" }).Write(_folder);
        return Task.CompletedTask;
    }

    public Task SelfTestAsync(Candidate candidate, CancellationToken cancellation) =>
        SlotOf(candidate.Release.Sha256) is { } slot
            ? _tryProgram(Path.Combine(_folder, slot, BundleArchive.Program), cancellation)
            : throw new UpdateRefusedException(UpdateFault.UnknownState, "the unpacked agent is gone");

    public Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation) => Task.FromResult<double?>(null);

    public Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation) => Task.FromResult<ShadowFigures?>(null);

    public Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        if (_running is null && release.Sha256.Length == 0)
            return Task.FromResult(Activation.InForce);
        RequireLauncher();
        BootRecord boot = BootRecord.Read(_folder);
        string slot = release.Sha256.Length == 0 ? "" : SlotOf(release.Sha256) ?? throw new UpdateRefusedException(UpdateFault.Activation, "the unpacked agent is gone");
        BootRecord wanted;
        if (!isTrial || slot.Length == 0)
        {
            wanted = new BootRecord(slot, "", 0, boot.Failed);
        }
        else
        {
            if (boot.Failed == slot)
                throw new UpdateRefusedException(UpdateFault.FellBack, $"the new agent did not start in {BootRecord.Tries} tries, and the launcher went back");
            if (_running == slot)
                return Task.FromResult(Activation.InForce);
            wanted = boot with { Trial = slot, Left = BootRecord.Tries };
        }

        if (wanted != boot)
            wanted.Write(_folder);
        return Task.FromResult(_running == slot ? Activation.InForce : Activation.NeedsRestart);
    }

    public bool IsInForce(InstalledRelease release) =>
        release.Sha256.Length == 0 ? _running is null or "" : _running is { Length: > 0 } && _running == SlotOf(release.Sha256);

    public bool CanBringBack(InstalledRelease release) =>
        SlotOf(release.Sha256) is { } slot ? BootRecord.Read(_folder) is var boot && (boot.Active != slot || boot.Trial.Length > 0) : release.Sha256.Length == 0 && BootRecord.Read(_folder) != BootRecord.Factory;

    public Task CommitAsync(InstalledRelease release, CancellationToken cancellation)
    {
        if (_running is not null)
            new BootRecord(_running, "", 0, "").Write(_folder);
        return Task.CompletedTask;
    }

    /// <summary>The launcher must not take it for the agent before: its mark goes. One that was left after its tries is marked as failed there, too.</summary>
    public void Discard(InstalledRelease release)
    {
        if (SlotOf(release.Sha256) is { } slot && slot != _running && slot != BootRecord.Read(_folder).Active)
            DeleteMark(slot);
    }

    // The slot that holds a release whole; null for none.
    private string? SlotOf(string sha256)
    {
        foreach (string slot in (IEnumerable<string>)["a", "b"])
        {
            string mark = Path.Combine(_folder, slot + ".release");
            if (File.Exists(mark) && File.ReadAllText(mark) == sha256 && Directory.Exists(Path.Combine(_folder, slot)))
                return slot;
        }

        return null;
    }

    private void DeleteMark(string slot)
    {
        File.Delete(Path.Combine(_folder, slot + ".release"));
        File.Delete(Path.Combine(_folder, slot + ".sha256"));
        // On disk before the files go: a mark must never outlive what it stands for.
        DirectorySync.Flush(_folder);
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private void RequireLauncher()
    {
        if (_running is null)
            throw new UpdateRefusedException(UpdateFault.NotSupported, "this agent was not started by edge-launch, so nothing would go back if the new one does not start");
    }
}
