using System.Collections.Immutable;
using Edge.Domain.Tracks;
using Edge.Domain.Zones;

namespace Edge.Domain.Rules;

/// <summary>One thing that a camera's owner wants to be told about. Immutable; checked by configuration before it gets here.</summary>
public sealed record Rule
{
    /// <summary>Unique within its camera.</summary>
    public required string Id { get; init; }

    /// <summary>What it watches for.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>Where; null is the whole picture. Unused by <see cref="RuleKind.Crosses"/>.</summary>
    public Zone? Zone { get; init; }

    /// <summary>The line of <see cref="RuleKind.Crosses"/>; null for the other kinds.</summary>
    public TripLine? Line { get; init; }

    /// <summary>Which way, for <see cref="RuleKind.Crosses"/>.</summary>
    public CrossingDirection Direction { get; init; } = CrossingDirection.Both;

    /// <summary>Class ids (of the detector's labels) that count; empty is every class.</summary>
    public ImmutableHashSet<int> ClassIds { get; init; } = [];

    /// <summary>Least track score that starts an alert, 0 to 1, by class id; classes not named use <see cref="MinimumScore"/>.</summary>
    public ImmutableDictionary<int, float> MinimumScoreByClass { get; init; } = ImmutableDictionary<int, float>.Empty;

    /// <summary>Least track score that starts an alert, 0 to 1.</summary>
    public float MinimumScore { get; init; } = 0.5f;

    /// <summary>Least time in the zone for <see cref="RuleKind.Loiters"/>, by class id; classes not named use <see cref="LoiterTime"/>.</summary>
    public ImmutableDictionary<int, TimeSpan> LoiterTimeByClass { get; init; } = ImmutableDictionary<int, TimeSpan>.Empty;

    /// <summary>Least time in the zone for <see cref="RuleKind.Loiters"/>.</summary>
    public TimeSpan LoiterTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For <see cref="RuleKind.Count"/>: fewer objects than this is an alert; null is no lower limit.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>For <see cref="RuleKind.Count"/>: more objects than this is an alert; null is no upper limit.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Consecutive inferred frames a condition must hold before it counts: hysteresis against flicker, 1 or more.</summary>
    public int HoldFrames { get; init; } = 3;

    /// <summary>How long an object may be unseen or outside before it counts as gone; an object that comes back within it is the same visit.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time from one new alert of this rule to the next, for the same class; zero is none.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>When the rule is armed; null is always.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether objects of this class count.</summary>
    public bool Watches(int classId) => ClassIds.IsEmpty || ClassIds.Contains(classId);

    /// <summary>Whether this track's class counts and its score is enough to start an alert.</summary>
    public bool Starts(in Track track) =>
        Watches(track.ClassId) && track.Score >= MinimumScoreByClass.GetValueOrDefault(track.ClassId, MinimumScore);

    /// <summary>Least time in the zone, for <see cref="RuleKind.Loiters"/>, of this class.</summary>
    public TimeSpan LoiterTimeOf(int classId) => LoiterTimeByClass.GetValueOrDefault(classId, LoiterTime);
}
