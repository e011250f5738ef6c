using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>
/// <see cref="RuleKind.Present"/>: one alert while anybody is in the zone, however many come and go meanwhile: whoever is told "someone is in
/// the yard" does not want it again for each. It is about the best-scored object; its count is how many are there. A rule that becomes armed,
/// or whose cool-down ends, while somebody is there raises it then.
/// </summary>
internal sealed class PresentWatch : RuleWatch
{
    private readonly Occupancy _occupancy;
    private LastingAlert _alert;
    private Track? _last;

    public PresentWatch(Rule rule, OccurrenceCounter counter)
        : base(rule, counter) => _occupancy = new(rule);

    public override void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into)
    {
        _alert.End(Rule, now, _last, 0, into);
        _occupancy.Clear();
    }

    protected override void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        Track? best = null;
        for (int slot = 0; slot < objects.Length; slot++)
        {
            ref readonly ObservedObject seen = ref objects[slot];
            if (seen.Id == 0)
                continue;
            ref Visit visit = ref _occupancy[slot, seen];
            _occupancy.Step(ref visit, seen, now, frame, inferred);
            if (visit is { Inside: true, Qualified: true } && (best is null || seen.Track.Score > best.Value.Score))
                best = seen.Track;
        }

        _last = best ?? _last;
        if (_alert.IsActive)
        {
            if (best is null || !IsArmed)
                _alert.End(Rule, now, _last, _occupancy.Count, into);
            else
                _alert.Update(Rule, now, best, _occupancy.Count, into);
        }
        else if (best is { } track && MayStart(track.ClassId, now))
        {
            _alert.Raise(Rule, NextOccurrence(), now, track, _occupancy.Count, into);
        }
    }
}
