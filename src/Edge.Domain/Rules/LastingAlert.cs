using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>An alert that goes on: raised once, told about again only when something worth telling changed, ended once.</summary>
internal struct LastingAlert
{
    /// <summary>Least time between two messages of one alert.</summary>
    private static readonly TimeSpan UpdateEvery = TimeSpan.FromSeconds(5);

    /// <summary>How much better the best score must be to be worth an update.</summary>
    private const float BetterScore = 0.1f;

    private long _occurrence;
    private Moment _startedAt;
    private TimeSpan _toldAt;
    private float _toldScore;
    private int _toldCount;

    /// <summary>Whether it is going on.</summary>
    public readonly bool IsActive => _occurrence != 0;

    public void Raise(Rule rule, long occurrence, in Moment now, Track? track, int count, List<RuleEvent> into)
    {
        _occurrence = occurrence;
        _startedAt = now;
        Tell(rule, AlertPhase.New, now, track, count, into);
    }

    /// <summary>Tells about a change, if there is one worth telling and the last message is old enough.</summary>
    public void Update(Rule rule, in Moment now, Track? track, int count, List<RuleEvent> into)
    {
        bool worthTelling = count != _toldCount || (track?.Score ?? 0) >= _toldScore + BetterScore;
        if (IsActive && worthTelling && now.Monotonic - _toldAt >= UpdateEvery)
            Tell(rule, AlertPhase.Updated, now, track, count, into);
    }

    public void End(Rule rule, in Moment now, Track? track, int count, List<RuleEvent> into)
    {
        if (!IsActive)
            return;
        Tell(rule, AlertPhase.Ended, now, track, count, into);
        this = default;
    }

    private void Tell(Rule rule, AlertPhase phase, in Moment now, Track? track, int count, List<RuleEvent> into)
    {
        _toldAt = now.Monotonic;
        _toldCount = count;
        _toldScore = Math.Max(_toldScore, track?.Score ?? 0);
        into.Add(new(rule, _occurrence, phase, _startedAt, now, track, count, CrossingDirection.Both, IsMomentary: false));
    }
}
