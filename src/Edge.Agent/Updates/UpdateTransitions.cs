using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>
/// The way of an update, whole, in one table. Pure. The phase is on disk before its work begins, each phase's work can be done twice,
/// and the power may fail between any two instructions. What stands here of an update that is found at a start is in <see cref="OnStart"/>.
/// </summary>
internal static class UpdateTransitions
{
    /// <summary>Starts in a phase before the switch, after which the candidate is held to be what ends the agent.</summary>
    public const int MaximumStartsBeforeSwitch = 5;

    /// <summary>Starts with the candidate in force, after which it is held to be what ends the agent. One of them may be the restart that it needs.</summary>
    public const int MaximumStartsAfterSwitch = 4;

    // Before 'activate' nothing is switched; 'rollBack' then only tidies up. It can be done from anywhere, any number of times.
    private static readonly (UpdatePhase From, UpdateEvent On, UpdatePhase? To)[] _table =
    [
        (UpdatePhase.Download,  UpdateEvent.Succeeded,    UpdatePhase.Verify),
        (UpdatePhase.Download,  UpdateEvent.Failed,       UpdatePhase.RollBack),

        (UpdatePhase.Verify,    UpdateEvent.Succeeded,    UpdatePhase.Stage),
        (UpdatePhase.Verify,    UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Verify,    UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.Stage,     UpdateEvent.Succeeded,    UpdatePhase.SelfTest),
        (UpdatePhase.Stage,     UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Stage,     UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.SelfTest,  UpdateEvent.Succeeded,    UpdatePhase.Replay),
        (UpdatePhase.SelfTest,  UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.SelfTest,  UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.Replay,    UpdateEvent.Succeeded,    UpdatePhase.Shadow),
        (UpdatePhase.Replay,    UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Replay,    UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.Shadow,    UpdateEvent.Succeeded,    UpdatePhase.Activate),
        (UpdatePhase.Shadow,    UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Shadow,    UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.Activate,  UpdateEvent.Succeeded,    UpdatePhase.Probation),
        (UpdatePhase.Activate,  UpdateEvent.Restarting,   UpdatePhase.Probation),
        (UpdatePhase.Activate,  UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Activate,  UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        (UpdatePhase.Probation, UpdateEvent.Succeeded,    UpdatePhase.Commit),
        (UpdatePhase.Probation, UpdateEvent.Failed,       UpdatePhase.RollBack),
        (UpdatePhase.Probation, UpdateEvent.LoopDetected, UpdatePhase.RollBack),

        // Only the disk can make these two fail: they are done again until it does not.
        (UpdatePhase.Commit,    UpdateEvent.Succeeded,    null),
        (UpdatePhase.Commit,    UpdateEvent.Failed,       UpdatePhase.Commit),

        (UpdatePhase.RollBack,  UpdateEvent.Succeeded,    null),
        (UpdatePhase.RollBack,  UpdateEvent.Restarting,   null),
        (UpdatePhase.RollBack,  UpdateEvent.Failed,       UpdatePhase.RollBack),
    ];

    /// <summary>Every row, for tests that visit them all.</summary>
    public static IReadOnlyList<(UpdatePhase From, UpdateEvent On, UpdatePhase? To)> Rows => _table;

    /// <summary>Where it goes from <paramref name="phase"/>; null is the end. What the table has not goes back.</summary>
    public static UpdatePhase? Next(UpdatePhase phase, UpdateEvent on)
    {
        foreach ((UpdatePhase from, UpdateEvent when, UpdatePhase? to) in _table)
        {
            if (from == phase && when == on)
                return to;
        }

        return UpdatePhase.RollBack;
    }

    /// <summary>
    /// Where an update goes on that a start of the agent finds. The same phase again; back, when it is none that this agent knows, or when it was
    /// found too often. A download is exempt: a device that loses power often is no sign against the file, and it resumes.
    /// </summary>
    /// <param name="phase">As it stands on disk; null where that is unknown.</param>
    /// <param name="starts">How many starts have found it in this phase, this one included.</param>
    public static UpdatePhase OnStart(UpdatePhase? phase, int starts) => phase switch
    {
        UpdatePhase.Download or UpdatePhase.Commit or UpdatePhase.RollBack => phase.Value,
        UpdatePhase.Verify or UpdatePhase.Stage or UpdatePhase.SelfTest or UpdatePhase.Replay or UpdatePhase.Shadow =>
            starts > MaximumStartsBeforeSwitch ? UpdatePhase.RollBack : phase.Value,
        UpdatePhase.Activate or UpdatePhase.Probation => starts > MaximumStartsAfterSwitch ? UpdatePhase.RollBack : phase.Value,
        _ => UpdatePhase.RollBack,
    };
}
