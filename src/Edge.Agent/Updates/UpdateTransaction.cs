using System.Text.Json.Serialization;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>The update in progress, as it stands on disk. There is at most one.</summary>
internal sealed record UpdateTransaction
{
    /// <summary>The phase's name. As text: one that this agent does not know must be told from one that it does.</summary>
    public required string State { get; init; }

    /// <summary>What it changes.</summary>
    public required ReleaseKind Kind { get; init; }

    /// <summary>What it changes to.</summary>
    public required InstalledRelease Candidate { get; init; }

    /// <summary>What verified metadata said of it; null for the way back to what the device came with.</summary>
    public ReleaseTarget? Target { get; init; }

    /// <summary>The rollout that wants it; empty for none.</summary>
    public required string Rollout { get; init; }

    /// <summary>The slot as it was before.</summary>
    public required SlotRecord Before { get; init; }

    /// <summary>Whether it goes back to what ran before: it is there already, and was found good once.</summary>
    public bool IsReturn { get; init; }

    /// <summary>How many starts of the agent found it in this phase.</summary>
    public int Starts { get; init; }

    /// <summary>Which try this is for this rollout, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether the slot was switched, or was about to be.</summary>
    public bool WasSwitched { get; init; }

    /// <summary>Whether the broker was connected before the switch: only then must it be after.</summary>
    public bool HadBroker { get; init; }

    /// <summary>What was out of order before the switch: none of it is held against the release.</summary>
    public IReadOnlyList<string> FaultsBefore { get; init; } = [];

    /// <summary>Why it goes back: the fault's name; empty where it does not.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Why it goes back, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether another try cannot help.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Share of stored verdicts that changed; null before the replay.</summary>
    public double? ReplayChangedFraction { get; init; }

    /// <summary>The shadow run; null before it.</summary>
    public ShadowFigures? Shadow { get; init; }

    /// <summary>The phase; null where this agent knows no such phase.</summary>
    [JsonIgnore]
    public UpdatePhase? Phase => Enum.TryParse(State, ignoreCase: true, out UpdatePhase phase) && Enum.IsDefined(phase) && phase != UpdatePhase.Waiting ? phase : null;

    /// <summary>A phase's name on disk.</summary>
    public static string NameOf(UpdatePhase phase) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());

    /// <summary>The same in another phase.</summary>
    public UpdateTransaction In(UpdatePhase phase) => this with { State = NameOf(phase), Starts = 0 };

    /// <summary>The same on its way back.</summary>
    public UpdateTransaction Back(string fault, string reason, bool isFinal) =>
        In(UpdatePhase.RollBack) with { Fault = fault, Reason = reason, IsFinal = isFinal };
}
