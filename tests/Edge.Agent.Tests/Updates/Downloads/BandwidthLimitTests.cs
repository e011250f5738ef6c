using Edge.Agent.Updates.Downloads;
using Edge.Testing;

namespace Edge.Agent.Tests.Updates.Downloads;

public sealed class BandwidthLimitTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Take_AboveTheRate_WaitsUntilItIsWithin()
    {
        var limit = new BandwidthLimit(1000, _time);

        Task first = limit.TakeAsync(500, CancellationToken.None).AsTask();
        Task second = limit.TakeAsync(1500, CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(first.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(second.IsCompleted, "2000 bytes in 1.9 s are above 1000 a second");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(second.IsCompleted);
    }

    [Fact]
    public void Take_AfterAPause_SavesNothingUp()
    {
        var limit = new BandwidthLimit(1000, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Task taken = limit.TakeAsync(1000, CancellationToken.None).AsTask();

        Assert.False(taken.IsCompleted, "an hour of silence must not become a burst");
    }

    [Fact]
    public async Task Take_WithoutLimit_NeverWaits()
    {
        var limit = new BandwidthLimit(null, _time);

        await limit.TakeAsync(int.MaxValue, CancellationToken.None);
        Assert.Equal(65536, limit.Chunk(65536));
    }

    [Theory]
    [InlineData(8000, 2000)]
    [InlineData(1, 1)]
    [InlineData(1_000_000_000, 65536)]
    public void Chunk_IsAQuarterOfASecond(long rate, int chunk) => Assert.Equal(chunk, new BandwidthLimit(rate, _time).Chunk(65536));
}
