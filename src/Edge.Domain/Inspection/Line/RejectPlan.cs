namespace Edge.Domain.Inspection.Line;

/// <summary>
/// The geometry and the rules of one reject line. Distances are in steps of <see cref="Measure"/>: ticks of 100 ns
/// (<see cref="TimeSpan.Ticks"/>) or encoder counts. A part triggered at step s is in front of the ejector from s + <see cref="Delay"/> on,
/// for <see cref="Pulse"/> steps.
/// </summary>
public sealed record RejectPlan
{
    /// <summary>What distances are measured in.</summary>
    public required LineMeasure Measure { get; init; }

    /// <summary>From a part's trigger to the start of its pulse; more than <see cref="Lead"/>.</summary>
    public required long Delay { get; init; }

    /// <summary>Length of a pulse: as long as a part is in front of the ejector. 1 or more.</summary>
    public required long Pulse { get; init; }

    /// <summary>
    /// The ejector's reach beyond the pulse, on each side: a part whose own pulse would lie this close to another's cannot be told from it, so
    /// when one of both must go, both do. 0 or more; default 0.
    /// </summary>
    public long Guard { get; init; }

    /// <summary>Triggers closer than this behind another are double triggers: the camera cannot see them alone. 0 or more; default 0.</summary>
    public long MinimumSpacing { get; init; }

    /// <summary>How long before its pulse a part's verdict must be there (the decision point). 0 or more; default 0.</summary>
    public long Lead { get; init; }

    /// <summary>Pulses of neighbours that are closer than this become one: the ejector needs time to go back. 0 or more; default 0.</summary>
    public long Merge { get; init; }

    /// <summary>Longest time from trigger to verdict, whatever the belt does; null leaves it at the decision point.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The confirmation sensor's window; null without a sensor.</summary>
    public ConfirmationWindow? Confirmation { get; init; }

    /// <summary>What fail-safe does.</summary>
    public FailSafeAction FailSafe { get; init; }

    /// <summary>Most parts between trigger and ejector, double triggers included; 1 to 4096, default 64.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>Verdicts in a row that may be too late before the line goes into fail-safe; 0 never does. Default 3.</summary>
    public int LateVerdictLimit { get; init; } = 3;

    /// <summary>Ejections in a row that may be missed before the line goes into fail-safe; 0 never does. Default 1: the first one does.</summary>
    public int MissedEjectionLimit { get; init; } = 1;

    /// <summary>Wrong ejections in a row before the line goes into fail-safe; 0 never does. Default 3.</summary>
    public int WrongEjectionLimit { get; init; } = 3;

    /// <summary>
    /// Triggers in a row without a single count between them before the encoder counts as broken; 0 never does. Default 2. Without meaning
    /// where <see cref="Measure"/> is time.
    /// </summary>
    public int StillTriggerLimit { get; init; } = 2;

    /// <summary>Steps from a trigger until its part is out of the ejector's reach: what must go by before a started line is known.</summary>
    public long Length => Delay + Pulse + Guard;

    /// <summary>Everything that is wrong with the plan, in words for people; empty for a usable one.</summary>
    public IReadOnlyList<string> Faults()
    {
        // Sums of a few of these must not overflow.
        const long most = long.MaxValue / 16;
        var faults = new List<string>();
        Check(Delay > Lead && Delay <= most, $"the delay must be longer than the lead ({Lead})");
        Check(Pulse is >= 1 and <= most, "a pulse must have a length");
        Check(Guard is >= 0 and <= most, "the guard cannot be negative");
        Check(Lead >= 0, "the lead cannot be negative");
        Check(Merge is >= 0 and <= most, "the merge distance cannot be negative");
        Check(MinimumSpacing is >= 0 and <= most, "the minimum spacing cannot be negative");
        Check(Deadline is null || Deadline > TimeSpan.Zero, "the deadline must be longer than 0");
        Check(Measure != LineMeasure.Time || Deadline is null || Deadline.Value.Ticks <= Delay - Lead, "the deadline lies behind the point where a part is decided (delay less lead)");
        Check(Capacity is >= 1 and <= 4096, "the capacity must be 1 to 4096");
        Check(LateVerdictLimit >= 0 && MissedEjectionLimit >= 0 && WrongEjectionLimit >= 0 && StillTriggerLimit >= 0, "limits cannot be negative");
        if (Confirmation is { } window)
        {
            Check(window.From >= TimeSpan.Zero, "the confirmation window cannot begin before the pulse");
            Check(window.Until > window.From, "the confirmation window must end behind its begin");
            Check(window.LateUntil >= window.Until, "late confirmations must be possible until the end of the confirmation window at least");
        }

        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }
    }
}
