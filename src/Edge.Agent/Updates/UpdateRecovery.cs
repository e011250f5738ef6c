using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Updates;

/// <summary>
/// The first thing of every start, before anything is loaded that an update may have changed: what the disk says is made consistent, and what is found
/// too often goes back. After it each slot names a release that is whole, or what the device came with.
/// </summary>
internal sealed class UpdateRecovery(UpdateFolders folders, ILogger log)
{
    private readonly SlotSet _slots = new(folders);
    private readonly ReleaseStore _store = new(folders);
    private readonly UpdateJournal _journal = new(folders);

    /// <summary>Recovers, where there ever was an update. A disk that refuses is told of and no reason not to start: the device must see all the same.</summary>
    public void Run()
    {
        if (!folders.Exists)
            return;
        try
        {
            Recover();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "What updates left on the disk could not be put in order; the agent starts from it as it is");
        }
    }

    private void Recover()
    {
        folders.Make();
        UpdateTransaction? transaction = _journal.Read(out bool isDamaged);
        if (transaction is not null)
        {
            transaction = Resume(transaction);
        }
        else if (isDamaged)
        {
            log.LogError("The record of the update in progress cannot be read: the update is taken back");
            EndTrials();
            _journal.Clear();
        }
        else
        {
            EndTrials();
        }

        foreach (ReleaseKind kind in (IEnumerable<ReleaseKind>)[ReleaseKind.Model, ReleaseKind.Configuration])
            RequireSound(kind, transaction);
        _store.Sweep(InUse(_slots, transaction));
    }

    /// <summary>The releases that must stay in the store.</summary>
    public static HashSet<string> InUse(SlotSet slots, UpdateTransaction? transaction)
    {
        var keep = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<SlotRecord> records = slots.ReadAll().Values;
        if (transaction is not null)
            records = records.Append(transaction.Before);
        foreach (SlotRecord slot in records)
        {
            keep.Add(slot.Current.Sha256);
            keep.Add(slot.Previous?.Sha256 ?? "");
        }

        if (transaction is not null)
            keep.Add(transaction.Candidate.Sha256);
        return keep;
    }

    /// <summary>Brings the slot back to what it was before an update; done already, it does nothing.</summary>
    public static void Restore(SlotSet slots, UpdateTransaction transaction)
    {
        SlotRecord now = slots.Read(transaction.Kind);
        if (now != transaction.Before)
            slots.Write(transaction.Kind, transaction.Before);
    }

    private UpdateTransaction Resume(UpdateTransaction found)
    {
        int starts = found.Starts + 1;
        UpdatePhase next = UpdateTransitions.OnStart(found.Phase, starts);
        UpdateTransaction resumed;
        if (next == found.Phase)
            resumed = found with { Starts = starts };
        else if (found.Phase is null)
            resumed = found.Back(UpdateRefusedException.NameOf(UpdateFault.UnknownState), $"state '{found.State}' of the update is none that this agent knows", isFinal: false);
        else
            resumed = found.Back(UpdateRefusedException.NameOf(UpdateFault.Loop), $"the agent started {starts} times in the state {found.State}", isFinal: true);
        // Before anything of the candidate is loaded: what ends the agent must be counted before it does.
        _journal.Write(resumed);
        if (resumed.Phase == UpdatePhase.RollBack)
            Restore(_slots, resumed);
        log.LogInformation("An update of {Kind} to {Target} is found in the state {State} and goes on in {Next}", found.Kind, found.Candidate.Target, found.State, resumed.State);
        return resumed;
    }

    // A slot on trial that no update in progress speaks for: its record was lost, so nothing would ever judge it.
    private void EndTrials()
    {
        foreach ((ReleaseKind kind, SlotRecord slot) in _slots.ReadAll())
        {
            if (slot.IsOnTrial)
                _slots.Write(kind, slot.GoBack());
        }
    }

    private void RequireSound(ReleaseKind kind, UpdateTransaction? transaction)
    {
        SlotRecord slot = _slots.Read(kind);
        if (slot.IsFactory || _store.IsSound(kind, slot.Current.Sha256))
            return;
        bool hasPrevious = slot.Previous is { Sha256.Length: > 0 } previous && _store.IsSound(kind, previous.Sha256);
        SlotRecord sound = hasPrevious ? slot.GoBack() : SlotRecord.Empty;
        log.LogError("The active release {Target} of {Kind} is damaged on disk; {Sound} takes its place", slot.Current.Target, kind, sound.IsFactory ? "what the device came with" : sound.Current.Target);
        _slots.Write(kind, sound);
        if (transaction?.Kind == kind)
            _journal.Write(transaction.Back(UpdateRefusedException.NameOf(UpdateFault.WrongHash), "the release was damaged on disk", isFinal: false) with { Before = sound });
    }
}
