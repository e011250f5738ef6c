using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Domain.Rules;

/// <summary>
/// <see cref="RuleKind.Loiters"/>: one alert for each object that stays as long as its class's loiter time, measured from its first frame inside;
/// short absences within the grace don't stop the clock, nor does a disarmed rule.
/// </summary>
internal sealed class LoiterWatch : RuleWatch
{
    private readonly Occupancy _occupancy;

    public LoiterWatch(Rule rule, OccurrenceCounter counter)
        : base(rule, counter) => _occupancy = new(rule);

    public override void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into)
    {
        for (int slot = 0; slot < objects.Length; slot++)
        {
            if (objects[slot].Id != 0)
                _occupancy[slot, objects[slot]].Alert.End(Rule, now, objects[slot].Track, 1, into);
        }

        _occupancy.Clear();
    }

    protected override void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        for (int slot = 0; slot < objects.Length; slot++)
        {
            ref readonly ObservedObject seen = ref objects[slot];
            if (seen.Id == 0)
                continue;
            ref Visit visit = ref _occupancy[slot, seen];
            _occupancy.Step(ref visit, seen, now, frame, inferred);
            if (visit.Alert.IsActive)
            {
                if (!visit.Inside || !IsArmed)
                    visit.Alert.End(Rule, now, seen.Track, 1, into);
                else
                    visit.Alert.Update(Rule, now, seen.Track, 1, into);
            }
            else if (visit is { Inside: true, Qualified: true }
                && visit.InsideAt - visit.Since >= Rule.LoiterTimeOf(seen.Track.ClassId)
                && MayStart(seen.Track.ClassId, now))
            {
                visit.Alert.Raise(Rule, NextOccurrence(), now, seen.Track, 1, into);
            }
        }
    }
}
