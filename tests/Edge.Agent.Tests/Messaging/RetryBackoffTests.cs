using Edge.Agent.Messaging;

namespace Edge.Agent.Tests.Messaging;

public sealed class RetryBackoffTests
{
    [Fact]
    public void Next_Repeated_DoublesToTheLimitWithinItsJitter()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(3));
        double[] steps = [1, 2, 4, 8, 16, 32, 60, 60, 60];
        Assert.All(steps, step => Assert.InRange(backoff.Next().TotalSeconds, step / 2, step));
    }

    [Fact]
    public void Reset_AfterWaits_StartsOver()
    {
        var backoff = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(3));
        for (int i = 0; i < 5; i++)
            backoff.Next();
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void Next_TwoDevices_Differ()
    {
        var one = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(1));
        var other = new RetryBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), new Random(2));
        Assert.NotEqual(one.Next(), other.Next());
    }
}
