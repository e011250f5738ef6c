using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>
/// Decides, frame by frame, which alerts start, change and end at one camera. Pure: it reads no clock and does no I/O; the same calls give the
/// same events. Intervals are measured with the monotonic clock alone, so setting the wall clock changes nothing but schedules.
/// <para>
/// A rule whose schedule disarms it starts and updates nothing; its lasting alerts are ended at the first frame that finds it disarmed.
/// Who is where is followed all the same: when it is armed again, present, loiters and count judge what is there then, while visits that
/// began disarmed are not told as entered.
/// </para>
/// No allocation once its buffers have grown to the busiest scene. Not thread safe.
/// </summary>
public sealed class RuleEngine
{
    private readonly ObjectRegistry _registry;
    private readonly RuleWatch[] _watches;

    /// <summary>An engine for one camera's rules, that has seen nothing.</summary>
    /// <param name="rules">Checked by configuration; order is kept in the events of one frame.</param>
    /// <exception cref="ArgumentException">A crossing rule without a line.</exception>
    public RuleEngine(IReadOnlyList<Rule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var counter = new OccurrenceCounter();
        TimeSpan memory = TimeSpan.Zero;
        _watches = new RuleWatch[rules.Count];
        for (int i = 0; i < rules.Count; i++)
        {
            _watches[i] = WatchFor(rules[i], counter);
            memory = rules[i].Grace > memory ? rules[i].Grace : memory;
        }

        _registry = new(memory);
    }

    /// <summary>Takes the tracks of one frame.</summary>
    /// <param name="now">When the frame was captured; its monotonic time is not before the last one's.</param>
    /// <param name="frame">The frame's size, which the tracks' boxes are in.</param>
    /// <param name="tracks">All that the tracker reports; tentative ones are ignored, lost ones count as unseen.</param>
    /// <param name="inferred">Whether the detector looked at this frame; if not, time passes but frame counts don't advance.</param>
    /// <param name="into">Cleared, then filled with what was decided.</param>
    public void Evaluate(in Moment now, SizePx frame, ReadOnlySpan<Track> tracks, bool inferred, List<RuleEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        _registry.Observe(now.Monotonic, tracks);
        foreach (RuleWatch watch in _watches)
            watch.Evaluate(now, frame, _registry.Objects, inferred, into);
    }

    /// <summary>
    /// Ends every lasting alert, because the source is lost or the agent stops, and forgets who is where; nothing is told as having left.
    /// Whoever is in a zone when frames come again has entered anew. Cool-downs go on.
    /// </summary>
    /// <param name="now">When.</param>
    /// <param name="into">Cleared, then filled with the ended alerts.</param>
    public void EndAll(Moment now, List<RuleEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        foreach (RuleWatch watch in _watches)
            watch.End(now, _registry.Objects, into);
        _registry.Clear();
    }

    private static RuleWatch WatchFor(Rule rule, OccurrenceCounter counter) => rule.Kind switch
    {
        RuleKind.Present => new PresentWatch(rule, counter),
        RuleKind.Enters or RuleKind.Leaves => new VisitWatch(rule, counter),
        RuleKind.Crosses => new CrossingWatch(rule, counter),
        RuleKind.Loiters => new LoiterWatch(rule, counter),
        RuleKind.Count => new CountWatch(rule, counter),
        _ => throw new ArgumentException($"rule '{rule.Id}' has no known kind: {rule.Kind}", nameof(rule)),
    };
}
