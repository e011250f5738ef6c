namespace Edge.Testing;

/// <summary>Waiting on conditions. The deadline is for a test that fails, not a timing assertion.</summary>
public static class Deadline
{
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns when <paramref name="condition"/> holds; fails the test when it does not in time.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, what, Default);

    /// <summary>The same with a deadline of its own, for what takes a whole machine longer.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, TimeSpan within)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > within)
                throw new TimeoutException($"Not in {within.TotalSeconds} s: {what}");
            await Task.Delay(5);
        }
    }
}
