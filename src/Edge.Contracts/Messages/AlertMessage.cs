namespace Edge.Contracts.Messages;

/// <summary>One step in the life of an alert: the data of <see cref="EventTypes.Alert"/>. Absent fields do not apply.</summary>
public sealed record AlertMessage
{
    /// <summary>UUIDv7 of the alert, the same in its new, updated and ended messages.</summary>
    public required string AlertId { get; init; }

    /// <summary>Which step this is.</summary>
    public required AlertMessagePhase Phase { get; init; }

    /// <summary>True for enters, leaves and crosses: this is the only message of the alert.</summary>
    public required bool Momentary { get; init; }

    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Camera id.</summary>
    public required string Camera { get; init; }

    /// <summary>Rule id.</summary>
    public required string Rule { get; init; }

    /// <summary>What the rule watches for.</summary>
    public required AlertMessageKind Kind { get; init; }

    /// <summary>Zone id; absent for lines and for the whole picture.</summary>
    public string? Zone { get; init; }

    /// <summary>Line id.</summary>
    public string? Line { get; init; }

    /// <summary>Which way the line was crossed.</summary>
    public AlertMessageDirection? Direction { get; init; }

    /// <summary>When the alert was raised, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this step was decided, UTC. The clock may have been set in between: see <see cref="DurationSeconds"/>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was over, UTC; only in the ended message.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds from raising to this step by the monotonic clock, 0 or more.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Objects in the zone, for count rules; otherwise 1.</summary>
    public required int Count { get; init; }

    /// <summary>The object; absent where a count fell.</summary>
    public AlertObject? Object { get; init; }

    /// <summary>The frame that decided it; absent where no frame did (a camera's end).</summary>
    public AlertFrame? Frame { get; init; }

    /// <summary>The detector that saw it.</summary>
    public required AlertModel Model { get; init; }

    /// <summary>The picture kept as proof.</summary>
    public AlertEvidence? Evidence { get; init; }
}
