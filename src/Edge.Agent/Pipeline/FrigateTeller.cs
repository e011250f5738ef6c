using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;

namespace Edge.Agent.Pipeline;

/// <summary>The same alerts in Frigate's shape, for what already listens to Frigate. A momentary alert is a new and an end at once. One camera, one thread.</summary>
internal sealed class FrigateTeller(CameraSettings camera, bool hasSnapshots)
{
    private readonly Dictionary<Guid, FrigateObject> _told = [];

    /// <summary>Hands the messages of one event to <paramref name="commit"/>; an event about no object has none.</summary>
    public void Tell(in RuleEvent decided, Guid alert, AlertSubject subject, Action<OutboxMessage> commit)
    {
        _told.TryGetValue(alert, out FrigateObject? before);
        FrigateObject? after = decided.Track is { } track ? Describe(decided, track, alert, subject, before) : before;
        if (after is null)
            return;

        if (decided.Phase == AlertPhase.New)
            commit(Message(FrigatePhase.New, before, after));
        else if (decided.Phase == AlertPhase.Updated)
            commit(Message(FrigatePhase.Update, before, after));
        if (decided.IsMomentary || decided.Phase == AlertPhase.Ended)
        {
            commit(Message(FrigatePhase.End, after, after));
            _told.Remove(alert);
            return;
        }

        _told[alert] = after;
    }

    private FrigateObject Describe(in RuleEvent decided, in Track track, Guid alert, AlertSubject subject, FrigateObject? before) => new()
    {
        Id = alert.ToString("D"),
        Camera = camera.Id,
        Label = track.ClassId >= 0 && track.ClassId < subject.Labels.Count ? subject.Labels[track.ClassId] : $"class {track.ClassId}",
        Score = track.Score,
        TopScore = Math.Max(track.Score, before?.TopScore ?? 0),
        Box = ((int)track.Box.X, (int)track.Box.Y, (int)track.Box.Right, (int)track.Box.Bottom),
        StartedAt = decided.StartedAt.Utc,
        At = decided.At.Utc,
        Zones = decided.Rule.Zone is { } zone ? [zone.Id] : [],
        HasSnapshot = hasSnapshots,
    };

    private OutboxMessage Message(FrigatePhase phase, FrigateObject? before, FrigateObject after) => new(
        Guid.CreateVersion7(after.At), camera.Id, OutboxKind.Alert, FrigateEvents.Topic, FrigateEvents.Write(phase, before, after), after.At);
}
