using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Domain.Rules;

/// <summary>
/// <see cref="RuleKind.Enters"/> and <see cref="RuleKind.Leaves"/>: once per visit. An object that is inside when the stream starts, or that
/// appears inside, has entered: nobody was known there before. A visit that began while the rule was disarmed is not told later.
/// </summary>
internal sealed class VisitWatch : RuleWatch
{
    private readonly Occupancy _occupancy;

    public VisitWatch(Rule rule, OccurrenceCounter counter)
        : base(rule, counter) => _occupancy = new(rule);

    public override void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into) => _occupancy.Clear();

    protected override void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        for (int slot = 0; slot < objects.Length; slot++)
        {
            ref readonly ObservedObject seen = ref objects[slot];
            if (seen.Id == 0)
                continue;
            ref Visit visit = ref _occupancy[slot, seen];
            VisitChange change = _occupancy.Step(ref visit, seen, now, frame, inferred);
            if (Rule.Kind == RuleKind.Enters)
            {
                if (visit is { Inside: true, Qualified: true, Settled: false })
                {
                    visit.Settled = true;
                    TellMoment(now, seen.Track, CrossingDirection.Both, into);
                }
            }
            else if (change == VisitChange.Ended && visit.Qualified)
            {
                TellMoment(now, seen.Track, CrossingDirection.Both, into);
            }
        }
    }
}
