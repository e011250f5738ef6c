using System.Collections.Immutable;

namespace Edge.Agent.Gpio;

/// <summary>The rhythm of each pattern: how long the light is on, off, on, … in turn, over and over. One time alone is steady.</summary>
internal static class LightRhythms
{
    /// <summary>The times of a pattern, the first one lit; empty is steadily off, a single one steadily on.</summary>
    public static ImmutableArray<TimeSpan> Of(LightPattern pattern) => pattern switch
    {
        LightPattern.Watching => Times(1000),
        LightPattern.Slowed => Times(1800, 200),
        LightPattern.Starting => Times(1000, 1000),
        LightPattern.Blind => Times(500, 500),
        LightPattern.FailSafe => Times(100, 150, 100, 650),
        _ => [],
    };

    private static ImmutableArray<TimeSpan> Times(params int[] milliseconds) => [.. milliseconds.Select(ms => TimeSpan.FromMilliseconds(ms))];
}
