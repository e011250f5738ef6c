using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// What goes wrong with a synthetic camera, and when, counted from its opening: pure arithmetic on times.
/// A period of zero is never.
/// </summary>
internal sealed record SyntheticFaults
{
    /// <summary>No frame comes for <see cref="StallFor"/>, again and again.</summary>
    public TimeSpan StallEvery { get; init; }

    /// <summary>How long a stall lasts.</summary>
    public TimeSpan StallFor { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The stream breaks off with an error.</summary>
    public TimeSpan DieEvery { get; init; }

    /// <summary>The picture changes to three quarters of its size, and back.</summary>
    public TimeSpan ResizeEvery { get; init; }

    /// <summary>Pictures are torn and smeared for <see cref="GarbageFor"/>, as a decoder shows a damaged stream.</summary>
    public TimeSpan GarbageEvery { get; init; }

    /// <summary>How long torn pictures last.</summary>
    public TimeSpan GarbageFor { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether a stall begins behind <paramref name="last"/> and not behind <paramref name="now"/>.</summary>
    public bool StallsBetween(TimeSpan last, TimeSpan now) => Passed(StallEvery, last, now);

    /// <summary>Whether the stream breaks behind <paramref name="last"/> and not behind <paramref name="now"/>.</summary>
    public bool DiesBetween(TimeSpan last, TimeSpan now) => Passed(DieEvery, last, now);

    /// <summary>The picture's size at a time.</summary>
    public SizePx SizeAt(TimeSpan time, SizePx size)
    {
        bool small = ResizeEvery > TimeSpan.Zero && time.Ticks / ResizeEvery.Ticks % 2 == 1;
        return small ? new SizePx(Math.Max(64, size.Width * 3 / 4), Math.Max(64, size.Height * 3 / 4)) : size;
    }

    /// <summary>Whether pictures are torn at a time.</summary>
    public bool IsGarbageAt(TimeSpan time) =>
        GarbageEvery > TimeSpan.Zero && time >= GarbageEvery && time.Ticks % GarbageEvery.Ticks < GarbageFor.Ticks;

    private static bool Passed(TimeSpan every, TimeSpan last, TimeSpan now) =>
        every > TimeSpan.Zero && now.Ticks / every.Ticks > last.Ticks / every.Ticks;
}
