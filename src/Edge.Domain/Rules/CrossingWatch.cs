using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Zones;

namespace Edge.Domain.Rules;

/// <summary>
/// <see cref="RuleKind.Crosses"/>: an object that was clear of the line on one side has crossed once it was clear of it on the other side for the
/// hold frames, and its way went through the line between its two ends. "Clear" is a twentieth of the object's size away, so that an
/// object which stands on the line and trembles crosses at most once. One that goes out of sight soon after the line counts if it was
/// clear for half the hold frames: it has not come back.
/// </summary>
internal sealed class CrossingWatch : RuleWatch
{
    private const float MarginInSizes = 0.05f;

    private readonly TripLine _line;
    private Passage[] _passages = new Passage[ObjectRegistry.InitialSlots];

    public CrossingWatch(Rule rule, OccurrenceCounter counter)
        : base(rule, counter) =>
        _line = rule.Line ?? throw new ArgumentException($"rule '{rule.Id}' watches for crossings and names no line", nameof(rule));

    private enum Side
    {
        Unknown,
        Left,
        Right,
    }

    public override void End(in Moment now, ReadOnlySpan<ObservedObject> objects, List<RuleEvent> into) => Array.Clear(_passages);

    protected override void Decide(in Moment now, SizePx frame, ReadOnlySpan<ObservedObject> objects, bool inferred, List<RuleEvent> into)
    {
        for (int slot = 0; slot < objects.Length; slot++)
        {
            ref readonly ObservedObject seen = ref objects[slot];
            if (seen.Id == 0)
                continue;
            if (slot >= _passages.Length)
                Array.Resize(ref _passages, _passages.Length * 2);
            ref Passage passage = ref _passages[slot];
            if (passage.ObjectId != seen.Id)
                passage = new Passage { ObjectId = seen.Id };

            bool across = seen.Gone
                ? passage.ClearFrames * 2 > Rule.HoldFrames
                : seen.Seen && inferred && Step(ref passage, seen, frame);
            // Not yet sure what it is: it crosses when it is sure, if it has not gone back by then.
            across &= passage.Qualified || !passage.ThroughLine;
            if (across)
                Finish(ref passage, seen, now, into);
        }
    }

    /// <summary>Takes the object's place in one frame; true when it is now across.</summary>
    private bool Step(ref Passage passage, in ObservedObject seen, SizePx frame)
    {
        PointNorm place = seen.Track.Box.At(_line.Anchor).ToNorm(frame);
        PointPx point = place.ToPx(frame);
        float distance = DistanceFromLine(point, frame);
        if (passage.HasPlace && DistanceFromLine(passage.Place.ToPx(frame), frame) < 0 != distance < 0)
            passage.ThroughLine = PassesBetweenEnds(passage.Place.ToPx(frame), point, frame);
        passage.Place = place;
        passage.HasPlace = true;

        bool starts = Rule.Starts(seen.Track);
        passage.Qualified |= starts;
        float margin = Math.Max(1, MarginInSizes * Math.Max(seen.Track.Box.Width, seen.Track.Box.Height));
        if (Math.Abs(distance) < margin)
            return false;
        Side side = distance < 0 ? Side.Left : Side.Right;
        if (passage.From == Side.Unknown || passage.From == side)
        {
            passage.From = side;
            passage.ClearFrames = 0;
            passage.ThroughLine = false;
            passage.Qualified = starts;
            return false;
        }

        return ++passage.ClearFrames >= Rule.HoldFrames;
    }

    private void Finish(ref Passage passage, in ObservedObject seen, in Moment now, List<RuleEvent> into)
    {
        CrossingDirection direction = passage.From == Side.Left ? CrossingDirection.LeftToRight : CrossingDirection.RightToLeft;
        bool told = passage.ThroughLine && Rule.Direction is var wanted
            && (wanted == CrossingDirection.Both || wanted == direction);
        passage.From = passage.From == Side.Left ? Side.Right : Side.Left;
        passage.ClearFrames = 0;
        passage.ThroughLine = false;
        if (told)
            TellMoment(now, seen.Track, direction, into);
    }

    /// <summary>Signed distance from the endless line, in pixels: negative on the left, looking from the first end to the second (y grows downwards).</summary>
    private float DistanceFromLine(PointPx point, SizePx frame)
    {
        PointPx from = _line.From.ToPx(frame), to = _line.To.ToPx(frame);
        float x = to.X - from.X, y = to.Y - from.Y;
        return ((x * (point.Y - from.Y)) - (y * (point.X - from.X))) / MathF.Sqrt((x * x) + (y * y));
    }

    /// <summary>Whether the way from one side to the other meets the line between its ends.</summary>
    private bool PassesBetweenEnds(PointPx before, PointPx after, SizePx frame)
    {
        PointPx from = _line.From.ToPx(frame), to = _line.To.ToPx(frame);
        float was = DistanceFromLine(before, frame), isNow = DistanceFromLine(after, frame);
        float part = was / (was - isNow);
        float meetX = before.X + (part * (after.X - before.X)), meetY = before.Y + (part * (after.Y - before.Y));
        float x = to.X - from.X, y = to.Y - from.Y;
        float along = (((meetX - from.X) * x) + ((meetY - from.Y) * y)) / ((x * x) + (y * y));
        return along is >= 0 and <= 1;
    }

    /// <summary>One object's way past the line.</summary>
    private struct Passage
    {
        public long ObjectId;
        public Side From;
        public PointNorm Place;
        public bool HasPlace;
        public bool ThroughLine;
        public bool Qualified;
        public int ClearFrames;
    }
}
