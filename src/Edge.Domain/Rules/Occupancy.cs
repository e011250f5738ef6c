using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Domain.Rules;

/// <summary>
/// Who is in a rule's zone. A visit begins when an object of the rule's classes was inside for the rule's hold frames in a row, and is over
/// when it was unseen or outside for the rule's grace, and, if it is seen, outside for the hold frames in a row as well.
/// </summary>
internal sealed class Occupancy
{
    private readonly Rule _rule;
    private Visit[] _visits = new Visit[ObjectRegistry.InitialSlots];

    public Occupancy(Rule rule) => _rule = rule;

    /// <summary>Objects inside that reached the score that starts an alert.</summary>
    public int Count { get; private set; }

    /// <summary>The visit in an object's slot; made fresh when the slot has a new object.</summary>
    public ref Visit this[int slot, in ObservedObject seen]
    {
        get
        {
            if (slot >= _visits.Length)
                Array.Resize(ref _visits, Math.Max(slot + 1, _visits.Length * 2));
            ref Visit visit = ref _visits[slot];
            if (visit.ObjectId != seen.Id)
                visit = new Visit { ObjectId = seen.Id };
            return ref visit;
        }
    }

    /// <summary>Takes what one frame shows of one object.</summary>
    public VisitChange Step(ref Visit visit, in ObservedObject seen, in Moment now, SizePx frame, bool inferred)
    {
        TimeSpan at = now.Monotonic;
        bool inside = seen.Seen && IsInside(seen, frame);
        bool counted = visit.Inside && visit.Qualified;
        VisitChange change = visit.Inside
            ? Stay(ref visit, seen, inside, at, inferred)
            : Approach(ref visit, seen, inside, at, inferred);
        if (inside && visit.ObjectId != 0)
        {
            visit.BestScore = Math.Max(visit.BestScore, seen.Track.Score);
            visit.Qualified |= _rule.Starts(seen.Track);
        }

        Count += (visit.Inside && visit.Qualified ? 1 : 0) - (counted ? 1 : 0);
        return change;
    }

    /// <summary>Forgets everybody.</summary>
    public void Clear()
    {
        Array.Clear(_visits);
        Count = 0;
    }

    private VisitChange Approach(ref Visit visit, in ObservedObject seen, bool inside, TimeSpan at, bool inferred)
    {
        if (!seen.Seen)
        {
            // Unseen says nothing for or against, until it has lasted too long.
            if (at - seen.SeenAt > _rule.Grace)
                visit.Against = 0;
            return VisitChange.None;
        }

        if (!inside || !_rule.Watches(seen.Track.ClassId))
        {
            visit.Against = 0;
            return VisitChange.None;
        }

        if (visit.Against == 0)
        {
            visit = new Visit { ObjectId = visit.ObjectId, Since = at };
            if (!inferred)
                return VisitChange.None;
        }

        visit.InsideAt = at;
        if (inferred && ++visit.Against >= _rule.HoldFrames)
        {
            visit.Inside = true;
            visit.Against = 0;
            return VisitChange.Began;
        }

        return VisitChange.None;
    }

    private VisitChange Stay(ref Visit visit, in ObservedObject seen, bool inside, TimeSpan at, bool inferred)
    {
        if (inside)
        {
            visit.InsideAt = at;
            visit.Against = 0;
            return VisitChange.None;
        }

        if (seen.Seen && inferred)
            visit.Against++;
        bool heldOutside = !seen.Seen || visit.Against >= _rule.HoldFrames;
        if (!seen.Gone && !(heldOutside && at - visit.InsideAt >= _rule.Grace))
            return VisitChange.None;
        visit.Inside = false;
        visit.Against = 0;
        return VisitChange.Ended;
    }

    private bool IsInside(in ObservedObject seen, SizePx frame) =>
        _rule.Zone is not { } zone || zone.Area.Contains(seen.Track.Box.At(zone.Anchor).ToNorm(frame));
}
