using Edge.Domain.Inspection.Line;

namespace Edge.Domain.Tests.Inspection.Line;

public class EncoderTests
{
    [Fact]
    public void CountUnwrapper_WrapsManyTimes_GoesOn()
    {
        var unwrapper = new CountUnwrapper(65536);
        long raw = 65_000;
        Assert.Equal(0, unwrapper.Take(raw));
        for (long total = 30_000; total < 1_000_000; total += 30_000)
        {
            raw = (raw + 30_000) % 65536;
            Assert.Equal(total, unwrapper.Take(raw));
        }
    }

    [Fact]
    public void CountUnwrapper_BackwardsOverTheWrap_Falls()
    {
        var unwrapper = new CountUnwrapper(256);
        unwrapper.Take(3);
        Assert.Equal(-7, unwrapper.Take(252));
        Assert.Equal(0, unwrapper.Take(3));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void CountUnwrapper_ValueOutsideTheCounter_IsRefused(long raw) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CountUnwrapper(256).Take(raw));

    [Fact]
    public void QuadratureDecoder_OnePeriodForward_IsFourCounts()
    {
        var decoder = new QuadratureDecoder(false, false);
        decoder.TakeA(true);
        decoder.TakeB(true);
        decoder.TakeA(false);
        Assert.Equal(4, decoder.TakeB(false));
        Assert.Equal(0, decoder.Skipped);
    }

    [Fact]
    public void QuadratureDecoder_BLeads_CountsBackwards()
    {
        var decoder = new QuadratureDecoder(false, false);
        decoder.TakeB(true);
        Assert.Equal(-2, decoder.TakeA(true));
    }

    [Fact]
    public void QuadratureDecoder_LostEdges_AreCountedAsSkipped()
    {
        var decoder = new QuadratureDecoder(false, false);
        decoder.TakeA(true);
        decoder.TakeA(true);
        Assert.Equal(1, decoder.Skipped);
        decoder.Take(false, true);
        Assert.Equal((2L, 1L), (decoder.Skipped, decoder.Counts));
    }
}
