using Edge.Tool.Pruning;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Pruning;

public sealed class PruneArgumentsTests
{
    [Theory]
    [InlineData(0.8, null, 0.8)]
    [InlineData(null, "20%", 0.8)]
    [InlineData(null, "0.2", 0.8)]
    public void Read_TargetOfMacs_IsThePartThatStays(double? macs, string? reduce, double expected) =>
        Assert.Equal(expected, PruneArguments.Read(macs, reduce, null, "magnitude", isContradictory: false).Macs!.Value, 9);

    [Theory]
    [InlineData("0.8", 0.8)]
    [InlineData("12ms", 0.6)]
    [InlineData(" 12 MS", 0.6)]
    public void Read_TargetOfTime_IsAPartOrMilliseconds(string latency, double factorOf20Ms) =>
        Assert.Equal(factorOf20Ms, PruneArguments.Read(null, null, latency, "reconstruction", isContradictory: false).Latency!.Value.FactorOf(20), 9);

    [Theory]
    [InlineData(null, null, null, "magnitude", "0 targets are given")]
    [InlineData(0.8, "20%", null, "magnitude", "2 targets are given")]
    [InlineData(1.2, null, null, "magnitude", "1.2 of the multiply-accumulates")]
    [InlineData(null, "120%", null, "magnitude", "of the multiply-accumulates")]
    [InlineData(null, "much", null, "magnitude", "--reduce is 'much'")]
    [InlineData(null, null, "1.5", "magnitude", "--latency is '1.5'")]
    [InlineData(null, null, "-3ms", "magnitude", "--latency is '-3ms'")]
    [InlineData(null, null, "soon", "magnitude", "--latency is 'soon'")]
    [InlineData(0.8, null, null, "beauty", "--importance is 'beauty'; allowed: reconstruction, magnitude, bn-scale, activation")]
    public void Read_WrongArguments_AreRefusedByName(double? macs, string? reduce, string? latency, string importance, string expected)
    {
        ModelRefusedException refused = Assert.Throws<ModelRefusedException>(() => PruneArguments.Read(macs, reduce, latency, importance, isContradictory: false));
        Assert.Contains(expected, refused.Message);
    }

    [Fact]
    public void Read_BothWays_IsRefused() =>
        Assert.Throws<ModelRefusedException>(() => PruneArguments.Read(0.8, null, null, "magnitude", isContradictory: true));
}
