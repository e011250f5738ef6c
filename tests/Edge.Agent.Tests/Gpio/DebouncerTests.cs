using Edge.Agent.Gpio;

namespace Edge.Agent.Tests.Gpio;

public sealed class DebouncerTests
{
    [Fact]
    public void Take_LevelThatStays_CountsOnceWithTheTimeAtWhichItBeganToStay()
    {
        var debouncer = new Debouncer(stayTicks: 10, level: false);
        Assert.Null(debouncer.Take(true, 100));
        Assert.Equal(110, debouncer.DueAt);
        Assert.Null(debouncer.Settle(109));
        Assert.False(debouncer.Level);
        Assert.Equal(new LineEdge(true, 100), debouncer.Settle(110));
        Assert.True(debouncer.Level);
        Assert.Null(debouncer.DueAt);
        Assert.Null(debouncer.Settle(1000));
    }

    [Fact]
    public void Take_BouncingContact_CountsOnceFromItsLastBounce()
    {
        var debouncer = new Debouncer(10, false);
        foreach ((bool level, long at) in new[] { (true, 100L), (false, 102), (true, 104), (false, 105), (true, 107) })
        {
            Assert.Null(debouncer.Settle(at));
            Assert.Null(debouncer.Take(level, at));
        }

        Assert.Null(debouncer.Settle(116));
        Assert.Equal(new LineEdge(true, 107), debouncer.Settle(117));
    }

    [Fact]
    public void Take_GlitchThatIsShorter_CountsNever()
    {
        var debouncer = new Debouncer(10, true);
        debouncer.Take(false, 100);
        debouncer.Take(true, 109);
        Assert.Null(debouncer.DueAt);
        Assert.Null(debouncer.Settle(10_000));
        Assert.True(debouncer.Level);
    }

    [Fact]
    public void Take_NoTime_EveryEdgeCountsAlsoWhereTheDriverLostOneBetween()
    {
        var debouncer = new Debouncer(0, false);
        Assert.Equal(new LineEdge(true, 1), debouncer.Take(true, 1));
        Assert.Equal(new LineEdge(true, 2), debouncer.Take(true, 2));
        Assert.Equal(new LineEdge(false, 3), debouncer.Take(false, 3));
        Assert.Null(debouncer.DueAt);
    }

    [Fact]
    public void Take_AnyEdges_CountsExactlyTheLevelsThatStayed()
    {
        var random = new Random(1);
        for (int run = 0; run < 2000; run++)
        {
            long stay = random.Next(1, 30);
            var debouncer = new Debouncer(stay, false);
            var counted = new List<LineEdge>();
            var expected = new List<LineEdge>();
            (bool level, bool debounced, long now) = (false, false, 0);
            for (int i = 0; i < 40; i++)
            {
                long length = random.Next(1, 60);
                // The oracle: the level held for its whole length, and is another one than what last stayed.
                if (length >= stay && level != debounced)
                {
                    debounced = level;
                    expected.Add(new LineEdge(level, now));
                }

                now += length;
                if (debouncer.Settle(now) is { } settled)
                    counted.Add(settled);
                level = !level;
                Assert.Null(debouncer.Take(level, now));
            }

            Assert.Equal(expected, counted);
        }
    }
}
