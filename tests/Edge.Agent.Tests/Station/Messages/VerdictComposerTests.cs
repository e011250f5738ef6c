using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;

namespace Edge.Agent.Tests.Station.Messages;

public sealed class VerdictComposerTests
{
    private static readonly DateTimeOffset _utc = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Moment _trigger = new(TimeSpan.FromHours(1), _utc);
    private readonly VerdictComposer _composer = new("plant", "edge", "press-2");

    private static PartRecord Part => new()
    {
        PartId = Guid.CreateVersion7(_utc),
        Number = 4711,
        Product = "board-7",
        Verdict = new Verdict(
            Outcome.Fail, [], [new Defect("spur", DefectFinder.Model, 0.87314f, new BoxPx(160, 240, 80, 120), 1.25f), new Defect("difference", DefectFinder.Golden, 0.5f, new BoxPx(0, 0, 8, 8), null)], ["spur: 1 found, 0 allowed"]),
        TriggerKind = VerdictTriggerKind.Gpio,
        TriggeredAt = _trigger,
        Frame = new VerdictFrame(12, 640, 480, _utc.AddMilliseconds(8)),
        ConfigurationDigest = "sha256:d",
        MillimetresPerPixel = 0.05,
        DecidedAt = After(48.25),
        OutputAt = After(49),
        Deadline = TimeSpan.FromMilliseconds(200),
        Action = VerdictAction.Eject,
    };

    [Fact]
    public void Compose_Part_EnvelopeAndDataSayWhatHappened()
    {
        PartRecord part = Part;
        OutboxMessage message = _composer.Compose(part);
        CloudEvent<VerdictMessage> told = Read(message);
        Assert.Equal(("edge/v1/plant/edge/verdicts/press-2", "stations/press-2", OutboxKind.Alert), (message.Topic, message.Stream, message.Kind));
        Assert.Equal((part.PartId, part.PartId.ToString(), part.PartId.ToString()), (message.Id, told.Id, told.Data.PartId)); // Told twice it counts once.
        Assert.Equal((EventTypes.Verdict, "stations/press-2", "/edge/v1/plant/edge"), (told.Type, told.Subject, told.Source));
        Assert.Equal((48_250, 49_000, 200_000), (told.Data.LatencyUs, told.Data.OutputLatencyUs!.Value, told.Data.DeadlineUs!.Value));
        Assert.Equal((VerdictOutcome.Fail, VerdictAction.Eject, VerdictPurpose.Production), (told.Data.Outcome, told.Data.Action, told.Data.Purpose));
        Assert.Equal(["spur: 1 found, 0 allowed"], told.Data.Reasons);
        Assert.Empty(told.Data.Doubts);
        VerdictDefect spur = told.Data.Defects[0];
        Assert.Equal(("spur", VerdictFinder.Model, 0.8731, 1.25), (spur.ClassName, spur.Finder, spur.Score, spur.SizeMm!.Value));
        Assert.Equal((new AlertBox(0.25, 0.5, 0.125, 0.25), new AlertBox(160, 240, 80, 120), new PositionMm(10, 15)), (spur.Box, spur.BoxPx, spur.PositionMm));
        Assert.Equal((VerdictFinder.Golden, null), (told.Data.Defects[1].Finder, told.Data.Defects[1].SizeMm));
    }

    [Fact]
    public void Compose_NoPictureNoScaleNoOutput_LeavesOutWhatIsNotKnown()
    {
        OutboxMessage message = _composer.Compose(Part with { Verdict = Verdict.CannotJudge(Doubt.NoPicture, "no frame within 100 ms"), Frame = null, MillimetresPerPixel = null, OutputAt = null, Deadline = null, Action = VerdictAction.FailSafe });
        VerdictMessage told = Read(message).Data;
        Assert.Equal((VerdictOutcome.CannotJudge, VerdictDoubt.NoPicture, "no frame within 100 ms"), (told.Outcome, Assert.Single(told.Doubts), Assert.Single(told.Reasons)));
        Assert.DoesNotContain("null", System.Text.Encoding.UTF8.GetString(message.Payload.Span), StringComparison.Ordinal);
        Assert.Equal((null, null, null), (told.OutputAt, told.OutputLatencyUs, told.DeadlineUs));
    }

    [Fact]
    public void Compose_ClockSetBackWhileJudging_LatencyIsTheMonotonicOne()
    {
        PartRecord part = Part with { DecidedAt = After(48.25) with { Utc = _utc.AddYears(-1) } };
        Assert.Equal(48_250, Read(_composer.Compose(part)).Data.LatencyUs);
    }

    [Fact]
    public void Compose_EveryDomainValue_HasAName()
    {
        Assert.Equal(Enum.GetNames<Outcome>(), Enum.GetValues<Outcome>().Select(value => InspectionNames.Of(value).ToString()));
        Assert.Equal(Enum.GetNames<Doubt>(), Enum.GetValues<Doubt>().Select(value => InspectionNames.Of(value).ToString()));
        Assert.Equal(Enum.GetNames<DefectFinder>(), Enum.GetValues<DefectFinder>().Select(value => InspectionNames.Of(value).ToString()));
    }

    [Fact]
    public void ComposeEjection_OfNoPart_IsToldWithoutOne()
    {
        OutboxMessage message = _composer.ComposeEjection(null, null, new VerdictConfirmation(EjectionResult.Wrong, _utc));
        CloudEvent<EjectionMessage> told = JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventEjectionMessage)!;
        Assert.Equal((null, null, EjectionResult.Wrong, message.Id.ToString()), (told.Data.PartId, told.Data.Part, told.Data.Result, told.Id));
        Assert.Equal((_composer.Topic, 7), (message.Topic, message.Id.Version));
    }

    private static Moment After(double milliseconds) => new(_trigger.Monotonic + TimeSpan.FromMilliseconds(milliseconds), _utc.AddMilliseconds(milliseconds));

    private static CloudEvent<VerdictMessage> Read(OutboxMessage message) => JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventVerdictMessage)!;
}
