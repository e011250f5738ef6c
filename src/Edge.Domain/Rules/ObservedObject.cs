using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>One object as rules see it: a chain of one or more tracks that follow each other.</summary>
internal struct ObservedObject
{
    /// <summary>Unique within one engine, from 1; 0 is an unused slot.</summary>
    public long Id;

    /// <summary>The newest of its tracks, as last seen.</summary>
    public Track Track;

    /// <summary>Where the tracker expects it now; where it was seen, while it is seen.</summary>
    public Geometry.BoxPx Expected;

    /// <summary>Whether the frame shows it (a confirmed track).</summary>
    public bool Seen;

    /// <summary>Monotonic time at which it was last seen.</summary>
    public TimeSpan SeenAt;

    /// <summary>True in the last evaluation of its life: unseen for longer than any rule waits.</summary>
    public bool Gone;

    /// <summary>Whether the tracker still reports its track, seen or lost.</summary>
    public bool Reported;
}
