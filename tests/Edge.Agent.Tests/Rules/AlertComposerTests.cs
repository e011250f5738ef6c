using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Edge.Domain.Zones;

namespace Edge.Agent.Tests.Rules;

public sealed class AlertComposerTests
{
    private static readonly DateTimeOffset _utc = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Zone _yard = new("yard", new Polygon([new(0, 0), new(1, 0), new(1, 1)]));
    private static readonly AlertSubject _subject = new(new AlertModel("nano", "1.2", "sha256:00"), ["person", "car"], ["courier"]);
    private readonly AlertComposer _composer = new("home", "edge", "gate");

    [Fact]
    public void Compose_NewUpdatedEnded_OneAlertIdThreeEventIds()
    {
        OutboxMessage[] messages =
        [
            Compose(Decided(1, AlertPhase.New, 0)),
            Compose(Decided(1, AlertPhase.Updated, 5)),
            Compose(Decided(1, AlertPhase.Ended, 9.5)),
        ];
        AlertMessage[] alerts = [.. messages.Select(message => Read(message).Data)];
        Assert.Single(alerts.Select(alert => alert.AlertId).Distinct());
        Assert.Equal(3, messages.Select(message => message.Id).Distinct().Count());
        Assert.Equal([AlertMessagePhase.New, AlertMessagePhase.Updated, AlertMessagePhase.Ended], alerts.Select(alert => alert.Phase));
        Assert.Equal([0, 5, 9.5], alerts.Select(alert => alert.DurationSeconds));
        Assert.Equal([null, null, _utc.AddSeconds(9.5)], alerts.Select(alert => alert.EndedAt));
        Assert.All(alerts, alert => Assert.Equal(_utc, alert.StartedAt));
        Assert.Equal(0, _composer.Open);
    }

    [Fact]
    public void Compose_OccurrenceNumberUsedAgainAfterItsEnd_IsAnotherAlert()
    {
        string first = Read(Compose(Decided(1, AlertPhase.New, 0))).Data.AlertId;
        Compose(Decided(1, AlertPhase.Ended, 1));
        Assert.NotEqual(first, Read(Compose(Decided(1, AlertPhase.New, 2))).Data.AlertId);
    }

    [Fact]
    public void Compose_Momentary_LeavesNothingOpen()
    {
        RuleEvent decided = Decided(4, AlertPhase.New, 0) with { IsMomentary = true };
        Guid asked = _composer.AlertIdOf(decided);
        Assert.Equal(asked.ToString(), Read(Compose(decided)).Data.AlertId);
        Assert.Equal(0, _composer.Open);
    }

    [Fact]
    public void Compose_Event_EnvelopeAndDataSayWhatHappened()
    {
        OutboxMessage message = _composer.Compose(Decided(1, AlertPhase.New, 0), _subject, new AlertFrame(42, 640, 480), new AlertEvidence("e1", "t"), 42);
        CloudEvent<AlertMessage> told = Read(message);
        Assert.Equal("edge/v1/home/edge/alerts/gate", message.Topic);
        Assert.Equal("gate", message.Stream);
        Assert.Equal(OutboxKind.Alert, message.Kind);
        Assert.Equal(42, message.SourcePosition);
        Assert.Equal(message.Id.ToString(), told.Id);
        Assert.Equal(7, message.Id.Version);
        Assert.Equal("/edge/v1/home/edge", told.Source);
        Assert.Equal(EventTypes.Alert, told.Type);
        Assert.Equal("cameras/gate", told.Subject);
        AlertMessage alert = told.Data;
        Assert.Equal(("yard", AlertMessageKind.Present, (string?)null, (AlertMessageDirection?)null), (alert.Zone, alert.Kind, alert.Line, alert.Direction));
        Assert.Equal(("car", 0.875, "courier", 0.75, 3L), (alert.Object!.ClassName, alert.Object.Score, alert.Object.Label, alert.Object.LabelScore, alert.Object.Track));
        Assert.Equal(new AlertBox(0.25, 0.5, 0.125, 0.25), alert.Object.Box);
        Assert.Equal(new AlertBox(160, 240, 80, 120), alert.Object.BoxPx);
        Assert.Equal(new AlertFrame(42, 640, 480), alert.Frame);
        Assert.Equal("e1", alert.Evidence!.Id);
        Assert.Equal(_subject.Model, alert.Model);
    }

    [Fact]
    public void Compose_NoFrameNoTrack_StillTold()
    {
        AlertMessage alert = Read(_composer.Compose(Decided(1, AlertPhase.Ended, 3) with { Track = null, Count = 0 }, _subject, null, null)).Data;
        Assert.Null(alert.Object);
        Assert.Null(alert.Frame);
        Assert.Equal(0, alert.Count);
    }

    [Fact]
    public void Compose_ClassWithoutLabel_IsNumbered()
    {
        RuleEvent decided = Decided(1, AlertPhase.New, 0);
        AlertMessage alert = Read(Compose(decided with { Track = decided.Track!.Value with { ClassId = 9, KindId = -1 } })).Data;
        Assert.Equal("class 9", alert.Object!.ClassName);
        Assert.Null(alert.Object.Label);
    }

    [Fact]
    public void Compose_ClockSetBackDuringTheAlert_DurationIsTheMonotonicOne()
    {
        Compose(Decided(1, AlertPhase.New, 0));
        RuleEvent ended = Decided(1, AlertPhase.Ended, 30);
        AlertMessage alert = Read(Compose(ended with { At = ended.At with { Utc = _utc.AddYears(-1) } })).Data;
        Assert.Equal(30, alert.DurationSeconds);
    }

    private OutboxMessage Compose(RuleEvent decided) => _composer.Compose(decided, _subject, new AlertFrame(1, 640, 480), null);

    private static CloudEvent<AlertMessage> Read(OutboxMessage message) =>
        JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventAlertMessage)!;

    private static RuleEvent Decided(long occurrence, AlertPhase phase, double seconds)
    {
        var started = new Moment(TimeSpan.FromHours(1), _utc);
        var at = new Moment(started.Monotonic + TimeSpan.FromSeconds(seconds), _utc.AddSeconds(seconds));
        var track = new Track(3, 1, 0.875f, new BoxPx(160, 240, 80, 120), TrackState.Confirmed, 5, started.Monotonic, at.Monotonic) { KindId = 0, KindScore = 0.75f };
        return new RuleEvent(new Rule { Id = "r", Kind = RuleKind.Present, Zone = _yard }, occurrence, phase, started, at, track, 1, CrossingDirection.Both, IsMomentary: false);
    }
}
