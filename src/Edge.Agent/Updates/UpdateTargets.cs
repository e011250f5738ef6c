using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>From a wanted name to an update, or to nothing to do: asks the source, checks what signed metadata says, knows the ways back.</summary>
internal sealed class UpdateTargets(UpdateParts parts)
{
    private readonly SlotSet _slots = new(parts.Folders);
    private readonly ReleaseStore _store = new(parts.Folders);
    private readonly UpdateLedger _ledger = new(parts.Folders);

    /// <summary>What verified metadata, brought up to date, says of a name.</summary>
    /// <exception cref="UpdateRefusedException">It knows none.</exception>
    public async Task<ReleaseTarget> FindAsync(string path, CancellationToken cancellation)
    {
        await parts.Source.RefreshAsync(cancellation);
        return await parts.Source.FindAsync(path, cancellation)
            ?? throw new UpdateRefusedException(UpdateFault.UnknownTarget, $"signed metadata knows no target '{path}'");
    }

    /// <summary>The update that makes the device run what is wanted; null where it does already.</summary>
    /// <exception cref="UpdateRefusedException">It may not run that.</exception>
    public async Task<UpdateTransaction?> PlanAsync(ReleaseKind kind, string path, string rollout, CancellationToken cancellation)
    {
        SlotRecord slot = _slots.Read(kind);
        if (path == DesiredTargets.Factory)
            return PlanFactory(kind, slot, rollout);
        ReleaseTarget target = await FindAsync(path, cancellation);
        if (slot.Current.Sha256 == target.Sha256)
            return null;
        bool isReturn = TargetChecks.IsWayBack(target, slot, parts.Clock.GetUtcNow()) && _store.Find(kind, target.Sha256) is not null;
        if (isReturn)
            TargetChecks.CheckWayBack(target, kind, parts.Identity);
        else
            TargetChecks.Check(target, kind, parts.Identity, _ledger.Floor(kind, slot));
        ReleaseDescription release = target.Description!;
        return Begin(kind, new InstalledRelease(target.Path, release.Name, release.Version, release.Counter, target.Sha256), slot, rollout) with { Target = target, IsReturn = isReturn };
    }

    private UpdateTransaction? PlanFactory(ReleaseKind kind, SlotRecord slot, string rollout)
    {
        if (slot.IsFactory)
            return null;
        if (!TargetChecks.IsWayBackToFactory(slot, parts.Clock.GetUtcNow()))
        {
            throw new UpdateRefusedException(
                UpdateFault.OlderCounter, $"what the device came with is wanted in place of '{slot.Current.Target}'; allowed: only as the way back from the first release, within {TargetChecks.WayBack.TotalDays:0} days");
        }

        return Begin(kind, SlotRecord.Factory, slot, rollout) with { IsReturn = true };
    }

    private UpdateTransaction Begin(ReleaseKind kind, InstalledRelease candidate, SlotRecord slot, string rollout) => new()
    {
        State = UpdateTransaction.NameOf(UpdatePhase.Download),
        Kind = kind,
        Candidate = candidate,
        Rollout = rollout,
        Before = slot,
        Attempt = (_ledger.Failure(candidate.Sha256, rollout)?.Attempts ?? 0) + 1,
    };
}
