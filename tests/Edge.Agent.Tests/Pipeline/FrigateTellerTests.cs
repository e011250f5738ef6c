using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Edge.Domain.Zones;

namespace Edge.Agent.Tests.Pipeline;

public sealed class FrigateTellerTests
{
    private static readonly DateTimeOffset _utc = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid _alert = Guid.CreateVersion7(_utc);
    private static readonly AlertSubject _subject = new(new AlertModel("nano", "1.2", "00"), ["person", "car"], []);
    private readonly FrigateTeller _teller = new(PipelineRig.Camera("synthetic:street"), hasSnapshots: true);
    private readonly List<OutboxMessage> _told = [];

    [Fact]
    public void Tell_LastingAlert_NewUpdateEndWithBeforeAndAfter()
    {
        Tell(AlertPhase.New, 0, score: 0.6f);
        Tell(AlertPhase.Updated, 5, score: 0.9f);
        Tell(AlertPhase.Ended, 9, score: 0.7f);

        Assert.Equal(["new", "update", "end"], _told.Select(message => Read(message).GetProperty("type").GetString()));
        JsonElement update = Read(_told[1]);
        Assert.Equal(0.6, update.GetProperty("before").GetProperty("score").GetDouble());
        Assert.Equal(0.9, update.GetProperty("after").GetProperty("score").GetDouble());
        JsonElement after = Read(_told[2]).GetProperty("after");
        Assert.Equal(0.9, after.GetProperty("top_score").GetDouble());
        Assert.Equal(9, after.GetProperty("end_time").GetDouble() - after.GetProperty("start_time").GetDouble(), 3);
        Assert.Equal("car", after.GetProperty("label").GetString());
        Assert.Equal("gate", after.GetProperty("camera").GetString());
        Assert.Equal([160, 240, 240, 360], after.GetProperty("box").EnumerateArray().Select(value => value.GetInt32()));
        Assert.True(after.GetProperty("has_snapshot").GetBoolean());
        Assert.Single(_told.Select(message => Read(message).GetProperty("after").GetProperty("id").GetString()).Distinct());
        Assert.All(_told, message => Assert.Equal((FrigateEvents.Topic, OutboxKind.Alert, "gate"), (message.Topic, message.Kind, message.Stream)));
    }

    [Fact]
    public void Tell_MomentaryAlert_NewAndEndAtOnce()
    {
        Tell(AlertPhase.New, 0, 0.6f, momentary: true);
        Assert.Equal(["new", "end"], _told.Select(message => Read(message).GetProperty("type").GetString()));
        Assert.Equal(2, _told.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public void Tell_EndWithoutObject_SaysWhatWasLastKnown()
    {
        Tell(AlertPhase.New, 0, 0.6f);
        _teller.Tell(Event(AlertPhase.Ended, 4, 0, false) with { Track = null }, _alert, _subject, _told.Add);
        Assert.Equal("end", Read(_told[^1]).GetProperty("type").GetString());
        Assert.Equal(0.6, Read(_told[^1]).GetProperty("after").GetProperty("score").GetDouble());
    }

    [Fact]
    public void Tell_AboutNoObject_SaysNothing()
    {
        _teller.Tell(Event(AlertPhase.New, 0, 0, false) with { Track = null }, _alert, _subject, _told.Add);
        Assert.Empty(_told);
    }

    private void Tell(AlertPhase phase, double seconds, float score, bool momentary = false) =>
        _teller.Tell(Event(phase, seconds, score, momentary), _alert, _subject, _told.Add);

    private static JsonElement Read(OutboxMessage message) => JsonDocument.Parse(message.Payload).RootElement;

    private static RuleEvent Event(AlertPhase phase, double seconds, float score, bool momentary)
    {
        var started = new Moment(TimeSpan.FromHours(1), _utc);
        var at = new Moment(started.Monotonic + TimeSpan.FromSeconds(seconds), _utc.AddSeconds(seconds));
        var zone = new Zone("yard", new Polygon([new(0, 0), new(1, 0), new(1, 1)]));
        var track = new Track(3, 1, score, new BoxPx(160, 240, 80, 120), TrackState.Confirmed, 5, started.Monotonic, at.Monotonic);
        return new RuleEvent(new Rule { Id = "r", Kind = RuleKind.Present, Zone = zone }, 1, phase, started, at, track, 1, CrossingDirection.Both, momentary);
    }
}
