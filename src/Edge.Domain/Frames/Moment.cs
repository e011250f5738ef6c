namespace Edge.Domain.Frames;

/// <summary>
/// When something happened, twice: <paramref name="Monotonic"/> for every interval (it never jumps),
/// <paramref name="Utc"/> for stamps that people and other machines read.
/// For recorded sources played faster than life, <paramref name="Monotonic"/> is the recording's own time.
/// </summary>
/// <param name="Monotonic">Time since an arbitrary start that is the same for all moments of one camera.</param>
/// <param name="Utc">Wall-clock time; may jump when the clock is set.</param>
public readonly record struct Moment(TimeSpan Monotonic, DateTimeOffset Utc);
