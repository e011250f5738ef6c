using Edge.Domain.Geometry;

namespace Edge.Domain.Tracks;

/// <summary>One object followed over frames, as it stands now.</summary>
/// <param name="Id">Unique within one run of one camera, from 1.</param>
/// <param name="ClassId">Index into the detector's labels.</param>
/// <param name="Score">Score of the latest matched detection, 0 to 1.</param>
/// <param name="Box">Smoothed or, when lost, predicted box in pixels of the captured frame.</param>
/// <param name="State">How sure the tracker is.</param>
/// <param name="Hits">Detections matched so far, 1 or more.</param>
/// <param name="FirstSeen">Monotonic time of the first detection.</param>
/// <param name="LastSeen">Monotonic time of the latest matched detection.</param>
public readonly record struct Track(
    long Id,
    int ClassId,
    float Score,
    BoxPx Box,
    TrackState State,
    int Hits,
    TimeSpan FirstSeen,
    TimeSpan LastSeen)
{
    /// <summary>What the second-stage classifier says, an index into its labels; -1 while it has said nothing.</summary>
    public int KindId { get; init; } = -1;

    /// <summary>Score of <see cref="KindId"/>, 0 to 1; 0 while there is none.</summary>
    public float KindScore { get; init; }
}
