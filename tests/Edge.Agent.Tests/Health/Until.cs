using System.Diagnostics;

namespace Edge.Agent.Tests.Health;

/// <summary>Waits on a condition, with a deadline.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(20))
                throw new TimeoutException("The condition did not come true within 20 s.");
            await Task.Delay(5);
        }
    }
}
