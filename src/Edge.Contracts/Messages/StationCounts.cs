namespace Edge.Contracts.Messages;

/// <summary>A station's counters. Golden parts are not in them.</summary>
public sealed record StationCounts
{
    /// <summary>UTC from which they count.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Parts with a verdict: the sum of the next three.</summary>
    public required long Parts { get; init; }

    /// <summary>Parts that passed.</summary>
    public required long Pass { get; init; }

    /// <summary>Parts that failed.</summary>
    public required long Fail { get; init; }

    /// <summary>Parts that could not be judged.</summary>
    public required long CannotJudge { get; init; }

    /// <summary>Ejections that the second sensor confirmed in time.</summary>
    public required long EjectionsConfirmed { get; init; }

    /// <summary>Ejections that it saw too late.</summary>
    public required long EjectionsLate { get; init; }

    /// <summary>Ejections that it did not see.</summary>
    public required long EjectionsMissed { get; init; }

    /// <summary>Ejections that it saw and nobody ordered.</summary>
    public required long EjectionsWrong { get; init; }
}
