namespace Edge.Contracts.Messages;

/// <summary>Where a Frigate-shaped event is in its life.</summary>
public enum FrigatePhase
{
    /// <summary>The first message.</summary>
    New,

    /// <summary>Something changed.</summary>
    Update,

    /// <summary>Over: <c>end_time</c> is set.</summary>
    End,
}
