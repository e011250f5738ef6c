using Edge.Agent.Messaging.Sparkplug;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

public sealed class SparkplugTopicsTests
{
    private static readonly SparkplugTopics _topics = new("Line 4", "edge");

    [Theory]
    [InlineData("spBv1.0/Line 4/NCMD/edge", "")]
    [InlineData("spBv1.0/Line 4/DCMD/edge/press-2", "press-2")]
    [InlineData("spBv1.0/Line 4/DCMD/edge/", null)]
    [InlineData("spBv1.0/Line 4/DCMD/edge/a/b", null)]
    [InlineData("spBv1.0/Line 4/DCMD/edge", null)]
    [InlineData("spBv1.0/Line 4/DCMD/Edge/press-2", null)]
    [InlineData("spBv1.0/Line 4/NCMD/other", null)]
    [InlineData("spBv1.0/Line 4/NDATA/edge", null)]
    [InlineData("edge/v1/home/edge/state", null)]
    public void CommandTarget_OfATopic_IsOurs(string topic, string? target) => Assert.Equal(target, _topics.CommandTarget(topic));

    [Theory]
    [InlineData("")]
    [InlineData("a+b")]
    [InlineData("a/b")]
    [InlineData("#")]
    public void Ids_ThatTopicsCannotHold_AreRefused(string id) // [tck-id-topic-structure-namespace-valid-group-id] and its like
    {
        Assert.Throws<ArgumentException>(() => new SparkplugTopics(id, "edge"));
        Assert.Throws<ArgumentException>(() => new SparkplugTopics("plant", id));
        Assert.Throws<ArgumentException>(() => SparkplugTopics.OfHost(id));
        Assert.Throws<ArgumentException>(() => _topics.OfDevice(SparkplugKind.DeviceData, id));
    }
}
