using Edge.Domain.Tracks;

namespace Edge.Vision.Classification;

/// <summary>Decides when a track is worth a run of the classifier: when it is new, has changed, was unclear, or some time has passed. Pure.</summary>
public sealed record ClassifyPolicy
{
    /// <summary>A box this many times larger or smaller than at the last time shows something else; over 1.</summary>
    public float AreaFactor { get; init; } = 1.5f;

    /// <summary>Longest time that an answer holds.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Answers whose margin is below this are unclear, 0 to 1.</summary>
    public float ClearMargin { get; init; } = 0.2f;

    /// <summary>Time between two looks at a track whose answer was unclear, and the least time between any two.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether <paramref name="track"/> should be classified now.</summary>
    /// <param name="track">As the tracker sees it.</param>
    /// <param name="last">The latest classification; null when there was none.</param>
    /// <param name="now">Monotonic time.</param>
    public bool ShouldClassify(in Track track, in ClassifiedTrack? last, TimeSpan now)
    {
        // A predicted box shows where the object may be, not what it is.
        if (track.State != TrackState.Confirmed || track.Box.Area <= 0)
            return false;
        if (last is not { } known)
            return true;
        TimeSpan age = now - known.At;
        if (age < Retry)
            return false;
        float change = track.Box.Area / Math.Max(known.BoxArea, 1);
        return age >= Refresh || known.Result.Margin < ClearMargin || change >= AreaFactor || change <= 1 / AreaFactor;
    }

    /// <summary>The answer that holds after a new one: an unclear one does not displace a clear one.</summary>
    public CropClass Merge(in CropClass known, in CropClass latest) =>
        latest.ClassId < 0 || (latest.Margin < ClearMargin && known.Margin >= ClearMargin) ? known : latest;
}
