using Edge.Agent.Health;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>
/// The work of each phase. All of it may be cut off by the power and done again. Nothing here decides what comes next: that is <see cref="UpdateTransitions"/>.
/// </summary>
internal sealed class UpdateSteps(UpdateParts parts, UpdateTargets targets)
{
    private readonly SlotSet _slots = new(parts.Folders);
    private readonly ReleaseStore _store = new(parts.Folders);
    private readonly UpdateLedger _ledger = new(parts.Folders);
    private readonly UpdateJournal _journal = new(parts.Folders);

    /// <summary>Brings the file in. The way back has nothing to bring.</summary>
    public async Task DownloadAsync(UpdateTransaction transaction, IProgress<long> progress, CancellationToken cancellation)
    {
        string sha256 = transaction.Candidate.Sha256;
        if (sha256.Length == 0 || _store.IsSound(transaction.Kind, sha256))
            return;
        // Asked again, since the agent may have started since: metadata that was trusted once may have been taken back.
        ReleaseTarget target = await targets.FindAsync(transaction.Candidate.Target, cancellation);
        if (target.Sha256 != sha256)
            throw new UpdateRefusedException(UpdateFault.Superseded, $"release '{target.Path}' is another file now than when the update began");
        RequireRoom(transaction.Kind, target);
        string file = _store.Incoming(transaction.Kind, sha256);
        await parts.Source.DownloadAsync(target, file, progress, cancellation);
        ReleaseStore.MakeDurable(file);
    }

    /// <summary>Compares the file, wherever it came from, with what is signed.</summary>
    public void Verify(UpdateTransaction transaction)
    {
        string sha256 = transaction.Candidate.Sha256;
        if (sha256.Length == 0)
            return;
        string file = _store.Find(transaction.Kind, sha256) ?? _store.Incoming(transaction.Kind, sha256);
        if (!File.Exists(file))
            throw new UpdateRefusedException(UpdateFault.WrongSize, $"the file of '{transaction.Candidate.Target}' is gone");
        ReleaseStore.Verify(file, transaction.Target?.SizeBytes, sha256);
    }

    /// <summary>Takes the verified file into the store and unpacks it.</summary>
    public async Task StageAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation)
    {
        if (transaction.Candidate.Sha256.Length == 0)
            return;
        _store.Accept(transaction.Kind, transaction.Candidate.Sha256);
        await installer.StageAsync(Of(transaction), cancellation);
    }

    /// <summary>Tries it on this device.</summary>
    public Task SelfTestAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation) =>
        transaction.Candidate.Sha256.Length == 0 ? Task.CompletedTask : installer.SelfTestAsync(Of(transaction), cancellation);

    /// <summary>Gives it what was judged already. What ran here before was judged by that very past.</summary>
    public Task<double?> ReplayAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation) =>
        transaction.IsReturn ? Task.FromResult<double?>(null) : installer.ReplayAsync(Of(transaction), cancellation);

    /// <summary>Runs it beside. The way back does not wait for that.</summary>
    public Task<ShadowFigures?> ShadowAsync(UpdateTransaction transaction, IReleaseInstaller installer, Action<ShadowFigures> told, CancellationToken cancellation) =>
        transaction.IsReturn ? Task.FromResult<ShadowFigures?>(null) : installer.ShadowAsync(Of(transaction), told, cancellation);

    /// <summary>What is so before the switch, to be kept with the transaction: after it, it cannot be found out any more.</summary>
    public UpdateTransaction LookBeforeSwitch(UpdateTransaction transaction) => transaction.WasSwitched
        ? transaction
        : transaction with { WasSwitched = true, HadBroker = parts.Condition.IsBrokerConnected, FaultsBefore = parts.Condition.Faults };

    /// <summary>Switches the slot, then what runs.</summary>
    public async Task<Activation> ActivateAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation)
    {
        SlotRecord wanted = transaction.Before.Try(transaction.Candidate);
        if (_slots.Read(transaction.Kind) != wanted)
        {
            FaultPoints.Hit("update.before.switch");
            _slots.Write(transaction.Kind, wanted);
            FaultPoints.Hit("update.after.switch");
        }

        return await installer.PutInForceAsync(transaction.Candidate, FileOf(transaction.Kind, transaction.Candidate), isTrial: true, cancellation);
    }

    /// <summary>Watches the device under it.</summary>
    /// <exception cref="UpdateRefusedException">It is to be taken back.</exception>
    public async Task ProbationAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation)
    {
        if (!installer.IsInForce(transaction.Candidate))
            throw new UpdateRefusedException(UpdateFault.FellBack, $"release '{transaction.Candidate.Target}' was switched to but is not what runs: it did not start, and what ran before does");
        var watch = new ProbationWatch(parts.Policy, transaction.HadBroker, transaction.FaultsBefore);
        long start = parts.Clock.GetTimestamp();
        while (true)
        {
            watch.Look(parts.Clock.GetElapsedTime(start), parts.Condition.Faults, parts.Condition.IsBrokerConnected);
            if (watch.HasPassed)
                return;
            await Task.Delay(parts.Policy.LookEvery, parts.Clock, cancellation);
        }
    }

    /// <summary>It stays.</summary>
    public async Task CommitAsync(UpdateTransaction transaction, IReleaseInstaller installer, UpdateProgress progress, CancellationToken cancellation)
    {
        await installer.CommitAsync(transaction.Candidate, cancellation);
        _slots.Write(transaction.Kind, transaction.Before.Try(transaction.Candidate).Commit(parts.Clock.GetUtcNow(), keepsWayBack: !transaction.IsReturn));
        _ledger.Committed(transaction, progress);
        End();
    }

    /// <summary>What was before comes back, and nothing of the candidate stays.</summary>
    public async Task<Activation> RollBackAsync(UpdateTransaction transaction, IReleaseInstaller? installer, UpdateProgress progress, CancellationToken cancellation)
    {
        UpdateRecovery.Restore(_slots, transaction);
        Activation activation = Activation.InForce;
        if (transaction.WasSwitched && installer is not null)
            activation = await BringBackAsync(transaction, installer, cancellation);
        installer?.Discard(transaction.Candidate);
        // What was not wanted any more did not fail.
        if (transaction.Fault != UpdateRefusedException.NameOf(UpdateFault.Superseded))
            _ledger.Failed(transaction, progress, parts.Clock.GetUtcNow());
        if (transaction.Candidate.Sha256.Length > 0)
            _store.Discard(transaction.Candidate.Sha256);
        End();
        return activation;
    }

    private async Task<Activation> BringBackAsync(UpdateTransaction transaction, IReleaseInstaller installer, CancellationToken cancellation)
    {
        InstalledRelease before = transaction.Before.Current;
        try
        {
            return await installer.PutInForceAsync(before, FileOf(transaction.Kind, before), isTrial: false, cancellation);
        }
        catch (UpdateRefusedException) when (before.Sha256.Length > 0)
        {
            // It worked until a moment ago. There is always what the device came with.
            _slots.Write(transaction.Kind, SlotRecord.Empty);
            return await installer.PutInForceAsync(SlotRecord.Factory, null, isTrial: false, cancellation);
        }
    }

    private void End()
    {
        _journal.Clear();
        _store.Sweep(UpdateRecovery.InUse(_slots, null));
    }

    private Candidate Of(UpdateTransaction transaction) => new(
        transaction.Candidate,
        FileOf(transaction.Kind, transaction.Candidate) ?? throw new UpdateRefusedException(UpdateFault.WrongHash, $"the file of '{transaction.Candidate.Target}' is gone from the store"),
        transaction.Target?.Description ?? throw new UpdateRefusedException(UpdateFault.UnknownState, $"the record of the update to '{transaction.Candidate.Target}' lacks its description"));

    private string? FileOf(ReleaseKind kind, InstalledRelease release) => release.Sha256.Length == 0 ? null : _store.Find(kind, release.Sha256);

    private void RequireRoom(ReleaseKind kind, ReleaseTarget target)
    {
        // An agent is there packed, and unpacked beside.
        long needed = (target.SizeBytes * (kind == ReleaseKind.Agent ? 4 : 1)) + parts.Policy.SpareBytes;
        long free = new DriveInfo(parts.Folders.Root).AvailableFreeSpace;
        if (free < needed)
            throw new UpdateRefusedException(UpdateFault.NoRoom, $"release '{target.Path}' needs {needed} free bytes; '{parts.Folders.Root}' has {free}");
    }
}
