using Edge.Agent.Evidence;
using Edge.Agent.Health;
using Edge.Agent.Health.Telemetry;
using Edge.Agent.Messaging;
using Edge.Agent.Outbox;

namespace Edge.Agent.Hosting;

/// <summary>Queue depths, losses and counters of everything behind the pipelines, for telemetry.</summary>
internal sealed class DeliveryNumbers(SqliteOutbox outbox, Messenger messenger, EvidenceStore evidence, HealthMonitor monitor) : ITelemetrySupplier
{
    /// <inheritdoc/>
    public IEnumerable<TelemetryValue> Read()
    {
        OutboxStatus status = outbox.Status;
        yield return new("outbox_messages", "Messages not yet delivered.", TelemetryKind.Gauge, status.Depth);
        yield return new("outbox_waiting_messages", "Of these, not yet on disk.", TelemetryKind.Gauge, status.Waiting);
        yield return new("outbox_stored_bytes", "Size of the outbox on disk.", TelemetryKind.Gauge, status.SizeBytes);
        yield return new("outbox_disk_faulty", "1 while the disk takes no writes.", TelemetryKind.Gauge, status.Fault is null ? 0 : 1);
        foreach (OutboxKind kind in Enum.GetValues<OutboxKind>())
        {
            yield return new("outbox_lost_messages", "Messages given up since the outbox was made.", TelemetryKind.Counter, outbox.Lost(kind),
                new KeyValuePair<string, string>("kind", kind.ToString().ToLowerInvariant()));
        }

        MessagingCounters counters = messenger.Connection.Counters;
        yield return new("broker_connected", "1 while the broker answers.", TelemetryKind.Gauge, messenger.Connection.IsConnected ? 1 : 0);
        yield return new("broker_connects", "Connections made to the broker.", TelemetryKind.Counter, counters.Connects);
        yield return new("published_messages", "Messages that the broker took.", TelemetryKind.Counter, counters.Published);
        yield return new("retried_messages", "Messages sent again.", TelemetryKind.Counter, counters.Retried);
        yield return new("rejected_messages", "Messages that the broker refused for good.", TelemetryKind.Counter, counters.Rejected);
        yield return new("dropped_inbound_messages", "Messages to the device that made no sense.", TelemetryKind.Counter, counters.InboundDropped);
        yield return new("evidence_stored_bytes", "Size of the snapshots kept.", TelemetryKind.Gauge, evidence.Bytes);
        yield return new("evidence_written", "Snapshots written.", TelemetryKind.Counter, evidence.Written);
        yield return new("evidence_evicted", "Snapshots deleted to stay within the budget.", TelemetryKind.Counter, evidence.Evicted);
        yield return new("evidence_lost", "Snapshots that could not be written.", TelemetryKind.Counter, evidence.Lost);
        yield return new("part_restarts", "Parts that hung and were restarted.", TelemetryKind.Counter, monitor.Restarts);
    }
}
