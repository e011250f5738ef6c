using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>
/// What the phases of an update mean for one kind of release. Every call may be cut off by the power and comes again, so each does what is left to do.
/// The slot on disk is switched by the engine, before <see cref="PutInForceAsync"/>.
/// </summary>
internal interface IReleaseInstaller
{
    /// <summary>Which kind.</summary>
    ReleaseKind Kind { get; }

    /// <summary>Checks the form of the verified file, and unpacks it where that is needed, beside what is active.</summary>
    /// <exception cref="UpdateRefusedException">It is not of the form of its kind.</exception>
    Task StageAsync(Candidate candidate, CancellationToken cancellation);

    /// <summary>Tries it on this device.</summary>
    /// <exception cref="UpdateRefusedException">It does not work here.</exception>
    Task SelfTestAsync(Candidate candidate, CancellationToken cancellation);

    /// <summary>Gives it what was already judged.</summary>
    /// <returns>The share of pictures whose verdict changes, 0 to 1; null where there was nothing to compare.</returns>
    /// <exception cref="UpdateRefusedException">It changes more than is allowed.</exception>
    Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation);

    /// <summary>Runs it beside what is active.</summary>
    /// <param name="candidate">It.</param>
    /// <param name="told">Told of the count so far.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The whole count; null where nothing can run beside.</returns>
    Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation);

    /// <summary>Puts in force what the slot names. In force already, it does nothing.</summary>
    /// <param name="release">What; <see cref="Slots.SlotRecord.Factory"/> is what the device came with.</param>
    /// <param name="file">Its file in the store; null for what the device came with.</param>
    /// <param name="isTrial">Whether it may have to be taken back: a trial that ends the agent must not keep it down.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UpdateRefusedException">It cannot be.</exception>
    Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation);

    /// <summary>Whether it is what runs.</summary>
    bool IsInForce(InstalledRelease release);

    /// <summary>Whether <see cref="PutInForceAsync"/> can help where, without an update in progress, it is not what runs. Not where a launcher was told already and had to choose otherwise.</summary>
    bool CanBringBack(InstalledRelease release) => true;

    /// <summary>It stays.</summary>
    Task CommitAsync(InstalledRelease release, CancellationToken cancellation);

    /// <summary>It was not taken: what was unpacked of it is not to be used. Nothing where that is not there.</summary>
    void Discard(InstalledRelease release)
    {
    }

    /// <summary>Starts the device again, after <see cref="Activation.NeedsReboot"/>; what comes after the start is on disk already.</summary>
    /// <exception cref="UpdateRefusedException">That is not to be had.</exception>
    Task RebootAsync(CancellationToken cancellation) => Task.CompletedTask;
}
