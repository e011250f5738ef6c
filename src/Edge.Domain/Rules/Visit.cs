namespace Edge.Domain.Rules;

/// <summary>What one rule knows about one object and its zone.</summary>
internal struct Visit
{
    /// <summary>The object; another id in its slot means that this is stale.</summary>
    public long ObjectId;

    /// <summary>Whether it counts as inside.</summary>
    public bool Inside;

    /// <summary>Whether it ever reached the score that starts an alert, in this visit.</summary>
    public bool Qualified;

    /// <summary>Whether the rule has already decided about this visit (told it, or let it pass while disarmed or cooling down).</summary>
    public bool Settled;

    /// <summary>Consecutive inferred frames that speak against <see cref="Inside"/>.</summary>
    public int Against;

    /// <summary>Monotonic time of the first frame inside.</summary>
    public TimeSpan Since;

    /// <summary>Monotonic time of the latest frame inside.</summary>
    public TimeSpan InsideAt;

    /// <summary>Best score in this visit.</summary>
    public float BestScore;

    /// <summary>The alert about this visit, for rules that raise one for each.</summary>
    public LastingAlert Alert;
}
