using Edge.Testing;

namespace Edge.Cloud.Tests.Scenes;

/// <summary>Waiting on conditions that have to be asked for.</summary>
internal static class Until
{
    /// <summary>Returns when <paramref name="condition"/> holds; fails the test when it does not in time.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string>? what = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Deadline.Default)
                throw new TimeoutException($"Not in {Deadline.Default.TotalSeconds} s{(what is null ? "" : ": " + what())}");
            await Task.Delay(20);
        }
    }
}
