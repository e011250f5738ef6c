using Edge.Contracts.Topics;

namespace Edge.Contracts.Tests.Topics;

public sealed class EdgeTopicsTests
{
    private static readonly EdgeTopics Topics = new("home", "porch-1");

    [Fact]
    public void Topics_OfADevice_AreAsDocumented() =>
        Assert.Equal(
            [
                "edge/v1/home/porch-1/state", "edge/v1/home/porch-1/alerts/cam_1", "edge/v1/home/porch-1/thumbnails/cam_1", "edge/v1/home/porch-1/verdicts/s1",
                "edge/v1/home/porch-1/telemetry", "edge/v1/home/porch-1/desired", "edge/v1/home/porch-1/reported", "edge/v1/home/porch-1/command/ping",
                "edge/v1/home/porch-1/response/ping", "edge/v1/home/porch-1/receipts", "edge/v1/home/porch-1/command/+", "edge/v1/home/porch-1/losses",
                "edge/v1/home/porch-1/stations/s1",
            ],
            [
                Topics.State, Topics.Alerts("cam_1"), Topics.Thumbnails("cam_1"), Topics.Verdicts("s1"), Topics.Telemetry, Topics.Desired, Topics.Reported,
                Topics.Command("ping"), Topics.Response("ping"), Topics.Receipts, Topics.CommandFilter, Topics.Losses,
                Topics.Stations("s1"),
            ]);

    [Theory]
    [InlineData("edge/v1/home/porch-1/state", EdgeTopicKind.State, "")]
    [InlineData("edge/v1/home/porch-1/alerts/cam_1", EdgeTopicKind.Alerts, "cam_1")]
    [InlineData("edge/v1/home/porch-1/thumbnails/cam_1", EdgeTopicKind.Thumbnails, "cam_1")]
    [InlineData("edge/v1/home/porch-1/verdicts/s1", EdgeTopicKind.Verdicts, "s1")]
    [InlineData("edge/v1/home/porch-1/stations/s1", EdgeTopicKind.Stations, "s1")]
    [InlineData("edge/v1/home/porch-1/telemetry", EdgeTopicKind.Telemetry, "")]
    [InlineData("edge/v1/home/porch-1/desired", EdgeTopicKind.Desired, "")]
    [InlineData("edge/v1/home/porch-1/reported", EdgeTopicKind.Reported, "")]
    [InlineData("edge/v1/home/porch-1/command/ping", EdgeTopicKind.Command, "ping")]
    [InlineData("edge/v1/home/porch-1/response/ping", EdgeTopicKind.Response, "ping")]
    [InlineData("edge/v1/home/porch-1/receipts", EdgeTopicKind.Receipts, "")]
    [InlineData("edge/v1/home/porch-1/losses", EdgeTopicKind.Losses, "")]
    public void TryParse_OwnTopic_GivesItsParts(string topic, EdgeTopicKind kind, string name)
    {
        Assert.True(EdgeTopics.TryParse(topic, out EdgeTopic parsed));
        Assert.Equal(new EdgeTopic("home", "porch-1", kind, name), parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("edge/v1/")]
    [InlineData("edge/v2/home/porch-1/state")]
    [InlineData("edge/v1/home/porch-1")]
    [InlineData("edge/v1/home/porch-1/state/more")]
    [InlineData("edge/v1/home/porch-1/alerts")]
    [InlineData("edge/v1/home/porch-1/alerts/")]
    [InlineData("edge/v1/home/porch-1/alerts/a/b")]
    [InlineData("edge/v1/home/porch-1/losses/more")]
    [InlineData("edge/v1/home/porch-1/nothing")]
    [InlineData("edge/v1/ho me/porch-1/state")]
    [InlineData("edge/v1/home/+/state")]
    [InlineData("edge/v1//porch-1/state")]
    public void TryParse_Other_IsRefused(string? topic) => Assert.False(EdgeTopics.TryParse(topic, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\0")]
    public void Ids_WithAnythingElse_AreRefused(string id)
    {
        Assert.Throws<ArgumentException>(() => new EdgeTopics(id, "d"));
        Assert.Throws<ArgumentException>(() => new EdgeTopics("s", id));
        Assert.Throws<ArgumentException>(() => Topics.Alerts(id));
        Assert.Throws<ArgumentException>(() => Topics.Command(id));
    }

    [Fact]
    public void Ids_LongerThanTheLimit_AreRefused()
    {
        Assert.True(EdgeId.IsValid(new string('a', EdgeId.MaximumLength)));
        Assert.False(EdgeId.IsValid(new string('a', EdgeId.MaximumLength + 1)));
    }
}
