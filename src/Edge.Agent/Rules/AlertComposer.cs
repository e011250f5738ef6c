using System.Text.Json;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Domain.Alerts;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;

namespace Edge.Agent.Rules;

/// <summary>
/// Turns one camera's rule events into messages for the outbox, and keeps which occurrence is which alert.
/// Pure but for the random part of ids; time comes with the event. One camera, one thread.
/// </summary>
public sealed class AlertComposer(string site, string device, string camera)
{
    // Lasting alerts that were raised and have not ended.
    private readonly Dictionary<long, Guid> _alerts = [];

    /// <summary>Alerts raised and not ended.</summary>
    public int Open => _alerts.Count;

    /// <summary>Topic of this camera's alerts.</summary>
    public string Topic { get; } = new EdgeTopics(site, device).Alerts(camera);

    /// <summary>The alert that an event belongs to: a new id for the first of an occurrence, the same until its end. Ask before composing, to name the evidence.</summary>
    public Guid AlertIdOf(in RuleEvent decided)
    {
        if (_alerts.TryGetValue(decided.Occurrence, out Guid known))
            return known;
        Guid id = Guid.CreateVersion7(decided.At.Utc);
        _alerts.Add(decided.Occurrence, id);
        return id;
    }

    /// <summary>The message of one event.</summary>
    /// <param name="decided">What the rule engine said.</param>
    /// <param name="subject">The model in force.</param>
    /// <param name="frame">The frame that decided it; null where none did.</param>
    /// <param name="evidence">Its picture; null where none was kept.</param>
    /// <param name="sourcePosition">
    /// For sources that resume: the frame's sequence number, and only with the last message of that frame, thumbnails included.
    /// A restart goes on behind it, so what the frame says must all be committed by then.
    /// </param>
    public OutboxMessage Compose(in RuleEvent decided, AlertSubject subject, AlertFrame? frame, AlertEvidence? evidence, long? sourcePosition = null)
    {
        Guid alertId = AlertIdOf(decided);
        if (decided.IsMomentary || decided.Phase == AlertPhase.Ended)
            _alerts.Remove(decided.Occurrence);

        Guid id = Guid.CreateVersion7(decided.At.Utc);
        AlertMessage data = Describe(decided, alertId, subject, frame, evidence);
        CloudEvent<AlertMessage> envelope = CloudEvents.Create(id, site, device, EventTypes.Alert, decided.At.Utc, data, $"cameras/{camera}");
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(envelope, EventJson.Default.CloudEventAlertMessage);
        FaultPoints.Hit(FaultPoints.AlertComposed);
        return new OutboxMessage(id, camera, OutboxKind.Alert, Topic, payload, decided.At.Utc) { SourcePosition = sourcePosition };
    }

    private AlertMessage Describe(in RuleEvent decided, Guid alertId, AlertSubject subject, AlertFrame? frame, AlertEvidence? evidence) => new()
    {
        AlertId = alertId.ToString("D"),
        Phase = PhaseOf(decided.Phase),
        Momentary = decided.IsMomentary,
        Device = device,
        Site = site,
        Camera = camera,
        Rule = decided.Rule.Id,
        Kind = KindOf(decided.Rule.Kind),
        Zone = decided.Rule.Zone?.Id,
        Line = decided.Rule.Line?.Id,
        Direction = DirectionOf(decided.Direction),
        StartedAt = decided.StartedAt.Utc.ToUniversalTime(),
        At = decided.At.Utc.ToUniversalTime(),
        EndedAt = decided.Phase == AlertPhase.Ended ? decided.At.Utc.ToUniversalTime() : null,
        DurationSeconds = Math.Round(Math.Max(0, (decided.At.Monotonic - decided.StartedAt.Monotonic).TotalSeconds), 3),
        Count = decided.Count,
        Object = decided.Track is { } track ? Describe(track, subject, frame) : null,
        Frame = frame,
        Model = subject.Model,
        Evidence = evidence,
    };

    private static AlertObject Describe(in Track track, AlertSubject subject, AlertFrame? frame) => new()
    {
        Track = track.Id,
        ClassName = NameOf(track.ClassId, subject.Labels),
        Score = Math.Round(track.Score, 4),
        Label = track.KindId < 0 ? null : NameOf(track.KindId, subject.KindLabels),
        LabelScore = track.KindId < 0 ? null : Math.Round(track.KindScore, 4),
        Box = frame is null ? null : Describe(track.Box.ToNorm(new SizePx(frame.Width, frame.Height))),
        BoxPx = new AlertBox(Math.Round(track.Box.X, 1), Math.Round(track.Box.Y, 1), Math.Round(track.Box.Width, 1), Math.Round(track.Box.Height, 1)),
    };

    private static AlertBox Describe(BoxNorm box) =>
        new(Math.Round(box.X, 5), Math.Round(box.Y, 5), Math.Round(box.Width, 5), Math.Round(box.Height, 5));

    // Labels are checked against the model's shape when it is opened; a number still tells more than an exception here.
    private static string NameOf(int id, IReadOnlyList<string> labels) => id >= 0 && id < labels.Count ? labels[id] : $"class {id}";

    private static AlertMessagePhase PhaseOf(AlertPhase phase) => phase switch
    {
        AlertPhase.New => AlertMessagePhase.New,
        AlertPhase.Updated => AlertMessagePhase.Updated,
        AlertPhase.Ended => AlertMessagePhase.Ended,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "not a phase"),
    };

    private static AlertMessageKind KindOf(RuleKind kind) => kind switch
    {
        RuleKind.Present => AlertMessageKind.Present,
        RuleKind.Enters => AlertMessageKind.Enters,
        RuleKind.Leaves => AlertMessageKind.Leaves,
        RuleKind.Crosses => AlertMessageKind.Crosses,
        RuleKind.Loiters => AlertMessageKind.Loiters,
        RuleKind.Count => AlertMessageKind.Count,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a rule kind"),
    };

    private static AlertMessageDirection? DirectionOf(CrossingDirection direction) => direction switch
    {
        CrossingDirection.LeftToRight => AlertMessageDirection.LeftToRight,
        CrossingDirection.RightToLeft => AlertMessageDirection.RightToLeft,
        _ => null,
    };
}
