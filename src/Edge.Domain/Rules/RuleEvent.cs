using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>What the rule engine decided at one frame: an alert starts, changes or ends.</summary>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Occurrence">Names one alert through its life within one engine, from 1; new, updated and ended share it.</param>
/// <param name="Phase">New, updated or ended.</param>
/// <param name="StartedAt">When the alert was raised (its first message).</param>
/// <param name="At">When this was decided.</param>
/// <param name="Track">The object that it is about, as last seen; for counts, the object that tipped it, if any.</param>
/// <param name="Count">Objects in the rule's zone, for count and present rules (0 where a lost source ended it); otherwise 1.</param>
/// <param name="Direction">For crossings, which way it went; otherwise <see cref="CrossingDirection.Both"/>.</param>
/// <param name="IsMomentary">True for enters, leaves and crosses: no update or end follows.</param>
public readonly record struct RuleEvent(
    Rule Rule,
    long Occurrence,
    AlertPhase Phase,
    Moment StartedAt,
    Moment At,
    Track? Track,
    int Count,
    CrossingDirection Direction,
    bool IsMomentary);
