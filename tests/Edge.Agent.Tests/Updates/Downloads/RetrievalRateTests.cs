using Edge.Agent.Updates.Downloads;

namespace Edge.Agent.Tests.Updates.Downloads;

public sealed class RetrievalRateTests
{
    private readonly RetrievalRate _rate = new(100, TimeSpan.FromSeconds(10));

    [Fact]
    public void Patience_BeforeAnything_IsOneWindow() => Assert.Equal(TimeSpan.FromSeconds(10), _rate.Patience);

    [Fact]
    public void Patience_WhileBytesDrip_RunsOut()
    {
        for (int second = 1; second < 10; second++)
        {
            Assert.False(_rate.Add(TimeSpan.FromSeconds(1), 1));
            Assert.Equal(TimeSpan.FromSeconds(10 - second), _rate.Patience);
        }

        _rate.Add(TimeSpan.FromSeconds(1), 1);
        Assert.Equal(TimeSpan.Zero, _rate.Patience);
    }

    [Fact]
    public void Patience_AfterAPortion_IsOneWindowAgain()
    {
        Assert.False(_rate.Add(TimeSpan.FromSeconds(9), 999));
        Assert.True(_rate.Add(TimeSpan.FromSeconds(0.5), 1));
        Assert.Equal(TimeSpan.FromSeconds(10), _rate.Patience);
    }
}
