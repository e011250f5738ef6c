using Edge.Agent.Capture;

namespace Edge.Agent.Tests.Capture;

public sealed class ReconnectBackoffTests
{
    [Fact]
    public void Next_AtTheTopOfTheRange_DoublesUpToTheMaximum()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), () => 0.999999);
        Assert.Equal([1, 2, 4, 8, 16, 20, 20], Enumerable.Range(0, 7).Select(_ => (int)Math.Round(backoff.Next().TotalSeconds)));
    }

    [Fact]
    public void Next_IsUniformFromZero()
    {
        Assert.Equal(TimeSpan.Zero, new ReconnectBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), () => 0).Next());
        Assert.Equal(TimeSpan.FromSeconds(0.5), new ReconnectBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), () => 0.5).Next());
    }

    [Fact]
    public void Next_ForEver_NeverOverflows()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(1), TimeSpan.MaxValue, () => 0.5);
        for (int i = 0; i < 10_000; i++)
            Assert.True(backoff.Next() >= TimeSpan.Zero);
        Assert.Equal(TimeSpan.MaxValue, backoff.Ceiling);
    }

    [Fact]
    public void Reset_StartsAtTheMinimum()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20), () => 0.5);
        backoff.Next();
        backoff.Next();
        backoff.Reset();
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Ceiling);
    }

    [Fact]
    public void Constructor_MaximumUnderMinimum_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReconnectBackoff(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
}
