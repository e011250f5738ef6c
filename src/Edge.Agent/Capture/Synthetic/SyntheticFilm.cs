namespace Edge.Agent.Capture.Synthetic;

/// <summary>A drawn film's clock: how fast it runs, how long, and what everything left to chance in it follows from.</summary>
internal abstract class SyntheticFilm(long seed, double fps)
{
    /// <summary>Chooses everything that is left to chance, the background too.</summary>
    public long Seed { get; } = seed;

    /// <summary>Frames a second of the film's own time.</summary>
    public double Fps { get; } = fps;

    /// <summary>Frames until the film's end; 0 when it has none.</summary>
    public abstract long FrameCount { get; }

    /// <summary>The film's own time of a frame, from 0.</summary>
    public TimeSpan TimeOf(long frame) => TimeSpan.FromSeconds(frame / Fps);
}
