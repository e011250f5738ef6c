using Edge.Domain.Rules;

namespace Edge.Agent.Configuration;

/// <summary>One rule as written, with class names.</summary>
public sealed record RuleSettings
{
    /// <summary>Unique within its camera.</summary>
    public required string Id { get; init; }

    /// <summary>What it watches for.</summary>
    public required RuleKind When { get; init; }

    /// <summary>Zone id; empty is the whole picture.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Line id, for <see cref="RuleKind.Crosses"/>.</summary>
    public string Line { get; init; } = "";

    /// <summary>Which way, for <see cref="RuleKind.Crosses"/>.</summary>
    public CrossingDirection Direction { get; init; } = CrossingDirection.Both;

    /// <summary>Class names that count; empty is every class.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Least score that starts an alert, 0 to 1.</summary>
    public float MinimumScore { get; init; } = 0.5f;

    /// <summary>Least score by class name, over <see cref="MinimumScore"/>.</summary>
    public IReadOnlyDictionary<string, float> MinimumScoreByClass { get; init; } = new Dictionary<string, float>();

    /// <summary>Least time in the zone for <see cref="RuleKind.Loiters"/>.</summary>
    public TimeSpan LoiterTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time by class name, over <see cref="LoiterTime"/>.</summary>
    public IReadOnlyDictionary<string, TimeSpan> LoiterTimeByClass { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>For <see cref="RuleKind.Count"/>: fewer is an alert.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>For <see cref="RuleKind.Count"/>: more is an alert.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>Consecutive inferred frames a condition must hold, 1 or more.</summary>
    public int HoldFrames { get; init; } = 3;

    /// <summary>How long an object may be unseen or outside and still be the same visit.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time between new alerts of this rule for the same class.</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>When the rule is armed; null is always.</summary>
    public Schedule? Schedule { get; init; }
}
