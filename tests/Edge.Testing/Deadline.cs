namespace Edge.Testing;

/// <summary>Waiting on conditions. The deadline is for a test that fails, not a timing assertion.</summary>
public static class Deadline
{
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns when <paramref name="condition"/> holds; fails the test when it does not in time.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Default)
                throw new TimeoutException($"Not in {Default.TotalSeconds} s: {what}");
            await Task.Delay(5);
        }
    }
}
