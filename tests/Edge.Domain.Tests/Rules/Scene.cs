using System.Runtime.InteropServices;
using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Edge.Domain.Zones;

namespace Edge.Domain.Tests.Rules;

/// <summary>
/// A camera of 1000 x 1000 pixels at 10 frames a second, played to an engine frame by frame; every event is kept.
/// The zone is the middle of the picture (300 to 700 both ways), the line runs upwards through the middle, so that left and right are the picture's.
/// </summary>
internal sealed class Scene
{
    public const int Person = 0;
    public const int Car = 2;

    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RuleEngine _engine;
    private readonly List<RuleEvent> _frameEvents = [];
    private readonly Dictionary<long, TimeSpan> _firstSeen = [];

    public Scene(params Rule[] rules) => _engine = new(rules);

    public static Zone Middle { get; } = new("middle", new Polygon([new(0.3f, 0.3f), new(0.7f, 0.3f), new(0.7f, 0.7f), new(0.3f, 0.7f)]));

    public static TripLine Upwards { get; } = new("line", new PointNorm(0.5f, 0.8f), new PointNorm(0.5f, 0.2f));

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(5);

    public DateTimeOffset Utc { get; set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public List<RuleEvent> Events { get; } = [];

    public IEnumerable<RuleEvent> New => Events.Where(e => e.Phase == AlertPhase.New);

    public IEnumerable<RuleEvent> Ended => Events.Where(e => e.Phase == AlertPhase.Ended);

    public IEnumerable<RuleEvent> Updated => Events.Where(e => e.Phase == AlertPhase.Updated);

    public static Rule ZoneRule(RuleKind kind) => new() { Id = kind.ToString(), Kind = kind, Zone = Middle };

    public static Rule LineRule(CrossingDirection direction = CrossingDirection.Both) =>
        new() { Id = "crosses", Kind = RuleKind.Crosses, Line = Upwards, Direction = direction };

    /// <summary>A seen object of 60 x 150 pixels whose feet are at the point.</summary>
    public static Track At(float x, float y, long id = 1, float score = 0.8f, int classId = Person) =>
        new(id, classId, score, new BoxPx(x - 30, y - 150, 60, 150), TrackState.Confirmed, 5, default, default);

    /// <summary>The same, not found by the detector in this frame.</summary>
    public static Track Lost(float x, float y, long id = 1) => At(x, y, id) with { State = TrackState.Lost };

    /// <summary>Plays the same tracks for some frames, and says what the last one decided.</summary>
    public Scene Play(int frames, params Track[] tracks) => Play(frames, inferred: true, tracks);

    public Scene Play(int frames, bool inferred, params Track[] tracks)
    {
        for (int i = 0; i < frames; i++)
        {
            Now += Step;
            Utc += Step;
            Track[] stamped = [.. tracks.Select(Stamp)];
            _engine.Evaluate(new Moment(Now, Utc), new SizePx(1000, 1000), stamped, inferred, _frameEvents);
            Events.AddRange(_frameEvents);
        }

        return this;
    }

    /// <summary>Plays an object that walks from one point to another, one frame a step.</summary>
    public Scene Walk(float fromX, float toX, int frames, float y = 500, long id = 1)
    {
        for (int i = 0; i < frames; i++)
            Play(1, At(fromX + ((toX - fromX) * (i + 1) / frames), y, id));
        return this;
    }

    public Scene EndAll()
    {
        _engine.EndAll(new Moment(Now, Utc), _frameEvents);
        Events.AddRange(_frameEvents);
        return this;
    }

    private Track Stamp(Track track)
    {
        ref TimeSpan first = ref CollectionsMarshal.GetValueRefOrAddDefault(_firstSeen, track.Id, out bool known);
        if (!known)
            first = Now;
        // A tracker knows when it last saw an object; a lost one keeps that time.
        return track with { FirstSeen = first, LastSeen = track.State == TrackState.Lost ? first : Now };
    }
}
