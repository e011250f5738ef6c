using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;

namespace Edge.Agent.Pipeline;

/// <summary>
/// Turns one camera's rule events into messages in the outbox, with an annotated snapshot for each new alert.
/// An alert never waits for its picture, nor the frame path for the disk. One camera, one thread.
/// </summary>
internal sealed class AlertTeller
{
    private readonly CameraSettings _camera;
    private readonly EdgeTopics _topics;
    private readonly IOutbox _outbox;
    private readonly EvidenceRecorder? _evidence;
    private readonly CameraMetrics _metrics;
    private readonly AlertComposer _composer;
    private readonly FrigateTeller? _frigate;
    private readonly int _thumbnailWidth;

    /// <summary>A teller for one camera.</summary>
    /// <param name="settings">All settings: who the device is, what else is told.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="outbox">Where messages go.</param>
    /// <param name="evidence">Where snapshots go; null keeps none.</param>
    /// <param name="metrics">Counts alerts.</param>
    public AlertTeller(EdgeSettings settings, CameraSettings camera, IOutbox outbox, EvidenceRecorder? evidence, CameraMetrics metrics)
    {
        _camera = camera;
        _topics = new EdgeTopics(settings.Device.Site, settings.Device.Id);
        _outbox = outbox;
        _evidence = evidence;
        _metrics = metrics;
        _composer = new AlertComposer(settings.Device.Site, settings.Device.Id, camera.Id);
        _thumbnailWidth = settings.Evidence.ThumbnailWidth;
        _frigate = settings.Mqtt.FrigateEvents ? new FrigateTeller(camera, evidence is not null) : null;
    }

    /// <summary>Tells what was decided at one frame.</summary>
    /// <param name="events">In order.</param>
    /// <param name="frame">The frame, masks burned in; null where none decided it (the camera's end).</param>
    /// <param name="tracks">Everything in the picture, for the snapshot.</param>
    /// <param name="judges">Who decided.</param>
    public void Tell(List<RuleEvent> events, Frame? frame, List<Track> tracks, Judges judges)
    {
        AlertFrame? told = frame is null ? null : new AlertFrame(frame.Sequence, frame.Width, frame.Height);
        for (int i = 0; i < events.Count; i++)
        {
            RuleEvent decided = events[i];
            AlertEvidence? evidence = frame is null || decided.Phase != AlertPhase.New ? null : Record(decided, frame, tracks, judges.Subject);

            // Only the last message of a frame carries its position: a restart goes on behind it, so all of the frame must be committed by then.
            long? position = _camera.Capture.Resume && i == events.Count - 1 ? frame?.Sequence : null;
            Guid alert = _composer.AlertIdOf(decided);
            _frigate?.Tell(decided, alert, judges.Subject, Commit);
            Commit(_composer.Compose(decided, judges.Subject, told, evidence, position));
            if (decided.Phase == AlertPhase.New)
                _metrics.CountAlert();
        }
    }

    private AlertEvidence? Record(in RuleEvent decided, Frame frame, List<Track> tracks, AlertSubject subject)
    {
        if (_evidence is null)
            return null;

        Guid alert = _composer.AlertIdOf(decided);
        DateTimeOffset at = decided.At.Utc;
        _evidence.Capture(frame.View, Annotate(decided, tracks, subject), alert, result =>
        {
            if (result.Thumbnail is { } jpeg)
                Commit(new OutboxMessage(Guid.CreateVersion7(at), _camera.Id, OutboxKind.Evidence, _topics.Thumbnails(_camera.Id), jpeg, at));
        });
        return new AlertEvidence(EvidenceStore.RelativePath(alert, at), _thumbnailWidth > 0 ? _topics.Thumbnails(_camera.Id) : null);
    }

    private SnapshotAnnotations Annotate(in RuleEvent decided, List<Track> tracks, AlertSubject subject)
    {
        Rule rule = decided.Rule;
        var boxes = new List<SnapshotBox>(tracks.Count);
        foreach (Track track in tracks)
        {
            if (track.State == TrackState.Confirmed || track.Id == decided.Track?.Id)
                boxes.Add(new SnapshotBox(track.Box, NameOf(track, subject), track.Score, track.Id == decided.Track?.Id));
        }

        string who = decided.Track is { } about ? NameOf(about, subject) + " " : "";
        return new SnapshotAnnotations
        {
            CameraId = _camera.Id,
            Title = $"{who}{rule.Kind.ToString().ToLowerInvariant()} {rule.Zone?.Id ?? rule.Line?.Id ?? ""}".Trim(),
            At = decided.At.Utc,
            Boxes = boxes,
            Zones = rule.Zone is { } zone ? [zone] : [],
            Lines = rule.Line is { } line ? [line] : [],
        };
    }

    private static string NameOf(in Track track, AlertSubject subject) =>
        track.KindId >= 0 && track.KindId < subject.KindLabels.Count ? subject.KindLabels[track.KindId]
        : track.ClassId >= 0 && track.ClassId < subject.Labels.Count ? subject.Labels[track.ClassId]
        : $"class {track.ClassId}";

    // The outbox counts and tells what it cannot keep; there is nothing to wait for here.
    private void Commit(OutboxMessage message) => _ = _outbox.CommitAsync(message).AsTask();
}
