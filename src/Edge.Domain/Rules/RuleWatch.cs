using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>One rule at work: what every kind needs (arming, cool-down, numbering), with the deciding left to the kinds.</summary>
internal abstract class RuleWatch
{
    /// <summary>Cool-down key of alerts that are about no object.</summary>
    private const int NoClass = -1;

    private readonly OccurrenceCounter _counter;
    private readonly Dictionary<int, TimeSpan> _lastStart = [];

    protected RuleWatch(Rule rule, OccurrenceCounter counter)
    {
        Rule = rule;
        _counter = counter;
    }

    protected Rule Rule { get; }

    /// <summary>Whether the rule's schedule has it armed in this evaluation.</summary>
    protected bool IsArmed { get; private set; }

    public void Evaluate(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        // The only use of wall-clock time in rules: everything else is measured with the monotonic clock.
        IsArmed = Rule.Schedule?.IsArmed(now.Utc) ?? true;
        Decide(now, frame, objects, inferred, into);
    }

    /// <summary>Ends lasting alerts and forgets all objects; cool-downs go on.</summary>
    public abstract void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into);

    protected abstract void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into);

    /// <summary>Whether a new alert about this class may start now; if so, its cool-down starts too.</summary>
    protected bool MayStart(int? classId, in Moment now)
    {
        if (!IsArmed)
            return false;
        if (Rule.CoolDown <= TimeSpan.Zero)
            return true;
        int key = classId ?? NoClass;
        if (_lastStart.TryGetValue(key, out TimeSpan last) && now.Monotonic - last < Rule.CoolDown)
            return false;
        _lastStart[key] = now.Monotonic;
        return true;
    }

    protected long NextOccurrence() => _counter.Next();

    protected void TellMoment(in Moment now, in Track track, CrossingDirection direction, List<RuleEvent> into)
    {
        if (MayStart(track.ClassId, now))
            into.Add(new(Rule, NextOccurrence(), AlertPhase.New, now, now, track, 1, direction, IsMomentary: true));
    }
}
