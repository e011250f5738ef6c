using System.Collections.Immutable;
using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station.Messages;

/// <summary>Turns one station's parts into messages for the outbox. Pure; time comes with the part. Thread safe.</summary>
public sealed class VerdictComposer(string site, string device, string station)
{
    /// <summary>Topic of this station's verdicts.</summary>
    public string Topic { get; } = new EdgeTopics(site, device).Verdicts(station);

    private string Stream { get; } = StreamOf(station);

    /// <summary>The outbox stream of a station's messages. A camera's id holds no slash, so a camera of the station's name has a stream of its own.</summary>
    public static string StreamOf(string station) => $"stations/{station}";

    /// <summary>The message of one part. Its id is the part's: told twice, after a restart in between, it counts once.</summary>
    public OutboxMessage Compose(PartRecord part)
    {
        CloudEvent<VerdictMessage> envelope = CloudEvents.Create(part.PartId, site, device, EventTypes.Verdict, part.DecidedAt.Utc, Describe(part), Stream);
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(envelope, EventJson.Default.CloudEventVerdictMessage);
        return new OutboxMessage(part.PartId, Stream, OutboxKind.Alert, Topic, payload, part.DecidedAt.Utc);
    }

    /// <summary>The message of an ejection whose confirmation came after its verdict was told, or of one that belongs to no part.</summary>
    /// <param name="partId">The part; null where there is none.</param>
    /// <param name="number">Its number; null where there is none.</param>
    /// <param name="confirmation">What the sensor said.</param>
    public OutboxMessage ComposeEjection(Guid? partId, long? number, VerdictConfirmation confirmation)
    {
        var data = new EjectionMessage
        {
            Device = device,
            Site = site,
            Station = station,
            PartId = partId?.ToString("D"),
            Part = number,
            Result = confirmation.Result,
            At = confirmation.At.ToUniversalTime(),
        };
        Guid id = Guid.CreateVersion7(confirmation.At);
        CloudEvent<EjectionMessage> envelope = CloudEvents.Create(id, site, device, EventTypes.Ejection, confirmation.At, data, Stream);
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(envelope, EventJson.Default.CloudEventEjectionMessage);
        return new OutboxMessage(id, Stream, OutboxKind.Alert, Topic, payload, confirmation.At);
    }

    private VerdictMessage Describe(PartRecord part)
    {
        SizePx? frame = part.Frame is { } taken ? new SizePx(taken.Width, taken.Height) : null;
        return new VerdictMessage
        {
            PartId = part.PartId.ToString("D"),
            Part = part.Number,
            Device = device,
            Site = site,
            Station = station,
            Product = part.Product,
            Purpose = part.Purpose,
            Outcome = InspectionNames.Of(part.Verdict.Outcome),
            Doubts = [.. OrEmpty(part.Verdict.Doubts).Select(InspectionNames.Of)],
            Reasons = OrEmpty(part.Verdict.Reasons),
            Defects = [.. OrEmpty(part.Verdict.Defects).Select(defect => Describe(defect, frame, part.MillimetresPerPixel))],
            Trigger = new VerdictTrigger(part.TriggerKind, part.TriggeredAt.Utc.ToUniversalTime(), part.EncoderCounts),
            Frame = part.Frame,
            Model = part.Model,
            Template = part.Template,
            ConfigurationDigest = part.ConfigurationDigest,
            DecidedAt = part.DecidedAt.Utc.ToUniversalTime(),
            OutputAt = part.OutputAt?.Utc.ToUniversalTime(),
            LatencyUs = Microseconds(part.TriggeredAt, part.DecidedAt),
            OutputLatencyUs = part.OutputAt is { } output ? Microseconds(part.TriggeredAt, output) : null,
            DeadlineUs = part.Deadline is { } deadline ? (long)deadline.TotalMicroseconds : null,
            Action = part.Action,
            Confirmation = part.Confirmation,
            Receipt = part.Receipt,
            Evidence = part.Evidence,
        };
    }

    private static VerdictDefect Describe(Defect defect, SizePx? frame, double? millimetresPerPixel) => new()
    {
        ClassName = defect.Class,
        Finder = InspectionNames.Of(defect.Finder),
        Score = Math.Round(defect.Score, 4),
        Box = frame is { } size ? Describe(defect.Box.ToNorm(size), 5) : null,
        BoxPx = new AlertBox(Math.Round(defect.Box.X, 1), Math.Round(defect.Box.Y, 1), Math.Round(defect.Box.Width, 1), Math.Round(defect.Box.Height, 1)),
        SizeMm = defect.SizeMm is { } millimetres ? Math.Round(millimetres, 3) : null,
        PositionMm = millimetresPerPixel is { } scale
            ? new PositionMm(Math.Round(defect.Box.Center.X * scale, 3), Math.Round(defect.Box.Center.Y * scale, 3))
            : null,
    };

    private static AlertBox Describe(BoxNorm box, int digits) =>
        new(Math.Round(box.X, digits), Math.Round(box.Y, digits), Math.Round(box.Width, digits), Math.Round(box.Height, digits));

    private static long Microseconds(Moment from, Moment to) => (long)(to.Monotonic - from.Monotonic).TotalMicroseconds;

    private static ImmutableArray<T> OrEmpty<T>(ImmutableArray<T> values) => values.IsDefault ? [] : values;
}
