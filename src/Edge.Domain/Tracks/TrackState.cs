namespace Edge.Domain.Tracks;

/// <summary>How sure a tracker is that a track is real and still there.</summary>
public enum TrackState
{
    /// <summary>Seen too few times to act on.</summary>
    Tentative,

    /// <summary>Seen in the latest inferred frame, and often enough before.</summary>
    Confirmed,

    /// <summary>Not matched in the latest inferred frame; its box is predicted.</summary>
    Lost,
}
