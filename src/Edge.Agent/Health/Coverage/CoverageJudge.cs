using Edge.Agent.Capture;

namespace Edge.Agent.Health.Coverage;

/// <summary>
/// Decides, sample by sample, whether one camera was watching. No clock, no I/O; one caller.
/// The time since the last judged frame stays undecided: another frame within the stall timeout makes it watched,
/// its absence makes all of it blind. So a blindness counts from its beginning, not from when it was noticed,
/// and it ends with the first judged frame.
/// </summary>
internal sealed class CoverageJudge(TimeSpan stallTimeout, CoverageSample first)
{
    /// <summary>No sample for longer: the process had no time, and what it did in between is not known.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(30);

    private CoverageSample _decided = first;
    private TimeSpan _last = first.Now;
    private CoverageState _state = CoverageState.Connecting;
    private string _reason = "";

    /// <summary>What became certain: the state and reason from the end of the last answer until <c>End</c>; null while undecided.</summary>
    public (CoverageState State, string Reason, TimeSpan Start, TimeSpan End)? Settle(CoverageSample sample)
    {
        TimeSpan sinceLast = sample.Now - _last;
        _last = sample.Now;
        CoverageState state;
        string reason = "";
        if (sinceLast > LongestTick)
        {
            (state, reason) = (CoverageState.Suspended, "the agent was given no time");
        }
        else if (sample.Paused is not null)
        {
            (state, reason) = (CoverageState.Paused, sample.Paused);
        }
        else if (sample.Judged != _decided.Judged)
        {
            (state, reason) = (CoverageState.Watching, sample.Slowed);
        }
        else if (sample.Condition != CaptureCondition.Streaming)
        {
            (state, reason) = (OfCondition(sample.Condition), sample.Reason);
        }
        else if (sample.Now - _decided.Now > stallTimeout)
        {
            (state, reason) = sample.Captured != _decided.Captured
                ? (CoverageState.DetectorStuck, "frames came and none was judged")
                : (CoverageState.Stalled, "no frame came");
        }
        else if (_state != CoverageState.Watching)
        {
            // Blind until a frame is judged again, however promising the source looks.
            (state, reason) = (_state, _reason);
        }
        else
        {
            return null;
        }

        TimeSpan start = _decided.Now;
        _decided = sample;
        _state = state;
        _reason = reason;
        return sample.Now > start ? (state, reason, start, sample.Now) : null;
    }

    private static CoverageState OfCondition(CaptureCondition condition) => condition switch
    {
        CaptureCondition.Connecting => CoverageState.Connecting,
        CaptureCondition.Stalled => CoverageState.Stalled,
        CaptureCondition.Ended => CoverageState.Ended,
        _ => CoverageState.Disconnected,
    };
}
