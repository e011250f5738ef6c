using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>
/// <see cref="RuleKind.Count"/>: one alert while the number of objects in the zone is outside the rule's limits; it starts and ends when that
/// has held for the hold frames. Too few is only judged once the rule has been watching for its grace: at the start nobody is known yet.
/// </summary>
internal sealed class CountWatch : RuleWatch
{
    private readonly Occupancy _occupancy;
    private LastingAlert _alert;
    private Track? _tipping;
    private TimeSpan? _watchingSince;
    private int _held;

    public CountWatch(Rule rule, OccurrenceCounter counter)
        : base(rule, counter) => _occupancy = new(rule);

    public override void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into)
    {
        _alert.End(Rule, now, null, _occupancy.Count, into);
        _occupancy.Clear();
        _watchingSince = null;
        _held = 0;
    }

    protected override void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        _watchingSince ??= now.Monotonic;
        for (int slot = 0; slot < objects.Length; slot++)
        {
            ref readonly ObservedObject seen = ref objects[slot];
            if (seen.Id == 0)
                continue;
            ref Visit visit = ref _occupancy[slot, seen];
            int before = _occupancy.Count;
            _occupancy.Step(ref visit, seen, now, frame, inferred);
            if (_occupancy.Count != before)
                _tipping = seen.Track;
        }

        if (_alert.IsActive && !IsArmed)
        {
            _alert.End(Rule, now, _tipping, _occupancy.Count, into);
            _held = 0;
        }

        Judge(now, inferred, into);
    }

    private void Judge(in Moment now, bool inferred, List<RuleEvent> into)
    {
        int count = _occupancy.Count;
        bool tooFew = count < (Rule.MinimumCount ?? 0) && now.Monotonic - _watchingSince >= Rule.Grace;
        bool outside = tooFew || count > (Rule.MaximumCount ?? int.MaxValue);
        if (outside == _alert.IsActive)
            _held = 0;
        else if (inferred)
            _held = Math.Min(_held + 1, Rule.HoldFrames);

        if (_held < Rule.HoldFrames)
        {
            _alert.Update(Rule, now, _tipping, count, into);
            return;
        }

        if (_alert.IsActive)
        {
            _alert.End(Rule, now, _tipping, count, into);
            _held = 0;
        }
        else if (MayStart(null, now))
        {
            _alert.Raise(Rule, NextOccurrence(), now, _tipping, count, into);
            _held = 0;
        }
    }
}
