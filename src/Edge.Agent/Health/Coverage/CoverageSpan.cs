namespace Edge.Agent.Health.Coverage;

/// <summary>A time during which a camera was in one state.</summary>
/// <param name="CameraId">Which camera.</param>
/// <param name="State">Watching, or why not.</param>
/// <param name="Reason">For people, without credentials; empty when watching with every frame.</param>
/// <param name="StartUtc">When it began, by the wall clock of that moment.</param>
/// <param name="Length">How long it lasted, by the monotonic clock: right whatever happens to the wall clock.</param>
public sealed record CoverageSpan(string CameraId, CoverageState State, string Reason, DateTimeOffset StartUtc, TimeSpan Length)
{
    /// <summary>When it ended.</summary>
    public DateTimeOffset EndUtc => StartUtc + Length;
}
