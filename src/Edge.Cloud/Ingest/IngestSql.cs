namespace Edge.Cloud.Ingest;

/// <summary>The statements of ingest; each serves both dialects. None depends on whether an event came before: running one again changes nothing.</summary>
internal static class IngestSql
{
    /// <summary>An event, once.</summary>
    public const string Event = """
        INSERT INTO events (device, id, kind, happened_at, received_at, fault, payload)
        VALUES (@device, @id, @kind, @happened, @received, @fault, @payload)
        ON CONFLICT (device, id) DO NOTHING
        """;

    /// <summary>What an event says of its alert. Events may come twice and, after a broken connection, late: the newest step wins, the end stays, and what only the first one says is kept.</summary>
    public const string Alert = """
        INSERT INTO alerts (device, alert_id, site, camera, rule, kind, place, class, score, phase, momentary, started_at, last_at, ended_at,
                            duration_ms, object_count, model, model_version, evidence_id, first_event, received_at)
        VALUES (@device, @alert, @site, @camera, @rule, @kind, @place, @class, @score, @phase, @momentary, @started, @last, @ended,
                @duration, @count, @model, @modelVersion, @evidence, @firstEvent, @received)
        ON CONFLICT (device, alert_id) DO UPDATE SET
            phase = CASE WHEN alerts.phase = 'ended' OR excluded.last_at < alerts.last_at THEN alerts.phase ELSE excluded.phase END,
            class = CASE WHEN excluded.class IS NULL OR excluded.last_at < alerts.last_at THEN alerts.class ELSE excluded.class END,
            score = CASE WHEN excluded.score IS NULL OR excluded.last_at < alerts.last_at THEN alerts.score ELSE excluded.score END,
            object_count = CASE WHEN excluded.last_at < alerts.last_at THEN alerts.object_count ELSE excluded.object_count END,
            duration_ms = CASE WHEN excluded.duration_ms < alerts.duration_ms THEN alerts.duration_ms ELSE excluded.duration_ms END,
            last_at = CASE WHEN excluded.last_at < alerts.last_at THEN alerts.last_at ELSE excluded.last_at END,
            ended_at = COALESCE(alerts.ended_at, excluded.ended_at),
            evidence_id = COALESCE(alerts.evidence_id, excluded.evidence_id),
            first_event = COALESCE(alerts.first_event, excluded.first_event)
        """;

    /// <summary>A verdict, once.</summary>
    public const string Verdict = """
        INSERT INTO verdicts (device, part_id, site, station, part, product, purpose, outcome, defect, confirmation, model, model_version, decided_at, latency_us, evidence_id, received_at)
        VALUES (@device, @part_id, @site, @station, @part, @product, @purpose, @outcome, @defect, @confirmation, @model, @modelVersion, @decided, @latency, @evidence, @received)
        ON CONFLICT (device, part_id) DO NOTHING
        """;

    /// <summary>What the second sensor said of a part whose verdict is there.</summary>
    public const string Ejection = "UPDATE verdicts SET confirmation = @result WHERE device = @device AND part_id = @part_id";

    /// <summary>The latest numbers of a device.</summary>
    public const string Telemetry = """
        INSERT INTO telemetry (device, at, received_at, agent_version, uptime_s, memory_bytes, temperature_c, slowed_to, frames_per_second,
                               latency_p99_ms, inference_p99_ms, outbox_depth, lost_alerts, payload)
        VALUES (@device, @at, @received, @version, @uptime, @memory, @temperature, @slowed, @fps, @latency, @inference, @depth, @lost, @payload)
        ON CONFLICT (device) DO UPDATE SET
            at = excluded.at, received_at = excluded.received_at, agent_version = excluded.agent_version, uptime_s = excluded.uptime_s,
            memory_bytes = excluded.memory_bytes, temperature_c = excluded.temperature_c, slowed_to = excluded.slowed_to,
            frames_per_second = excluded.frames_per_second, latency_p99_ms = excluded.latency_p99_ms, inference_p99_ms = excluded.inference_p99_ms,
            outbox_depth = excluded.outbox_depth, lost_alerts = excluded.lost_alerts, payload = excluded.payload
        WHERE excluded.at >= telemetry.at OR excluded.received_at > telemetry.received_at + 60000
        """;

    /// <summary>The same numbers in their span of time: means of rates, worst of the rest.</summary>
    public const string TelemetryHistory = """
        INSERT INTO telemetry_history (device, span_at, samples, frames_per_second, latency_p99_ms, temperature_c, memory_bytes, outbox_depth)
        VALUES (@device, @span, 1, @fps, @latency, @temperature, @memory, @depth)
        ON CONFLICT (device, span_at) DO UPDATE SET
            samples = telemetry_history.samples + 1,
            frames_per_second = (telemetry_history.frames_per_second * telemetry_history.samples + excluded.frames_per_second) / (telemetry_history.samples + 1),
            latency_p99_ms = CASE WHEN telemetry_history.latency_p99_ms IS NULL OR excluded.latency_p99_ms > telemetry_history.latency_p99_ms THEN excluded.latency_p99_ms ELSE telemetry_history.latency_p99_ms END,
            temperature_c = CASE WHEN telemetry_history.temperature_c IS NULL OR excluded.temperature_c > telemetry_history.temperature_c THEN excluded.temperature_c ELSE telemetry_history.temperature_c END,
            memory_bytes = CASE WHEN excluded.memory_bytes > telemetry_history.memory_bytes THEN excluded.memory_bytes ELSE telemetry_history.memory_bytes END,
            outbox_depth = CASE WHEN excluded.outbox_depth > telemetry_history.outbox_depth THEN excluded.outbox_depth ELSE telemetry_history.outbox_depth END
        """;

    /// <summary>
    /// The newest state of a device, and a start of its agent where the boot id is new. A Will has the time of the connection that it ends, so of two states
    /// with one time it is the later; a device whose clock was set back is believed again after a minute.
    /// </summary>
    public const string State = """
        INSERT INTO device_states (device, boot_id, starts, since, status, received_at) VALUES (@device, @boot, 1, @since, @status, @received)
        ON CONFLICT (device) DO UPDATE SET
            starts = device_states.starts + CASE WHEN device_states.boot_id <> excluded.boot_id THEN 1 ELSE 0 END,
            boot_id = excluded.boot_id, since = excluded.since, status = excluded.status, received_at = excluded.received_at
        WHERE excluded.since > device_states.since
           OR (excluded.since = device_states.since AND (excluded.status = 'offline' OR device_states.status = 'online'))
           OR excluded.received_at > device_states.received_at + 60000
        """;

    /// <summary>Puts that state into the registry, where it is the newest.</summary>
    public const string RegistryState = """
        UPDATE devices SET status = @status, state = @state
        WHERE id = @device AND EXISTS (SELECT 1 FROM device_states WHERE device = @device AND since = @since AND status = @status AND received_at = @received)
        """;

    /// <summary>The newest of a device's reports: the sequence in it is signed and only grows.</summary>
    public const string Report = """
        INSERT INTO device_reports (device, sequence, received_at) VALUES (@device, @sequence, @received)
        ON CONFLICT (device) DO UPDATE SET sequence = excluded.sequence, received_at = excluded.received_at
        WHERE excluded.sequence > device_reports.sequence
        """;

    /// <summary>Puts that report into the registry, where it is the newest.</summary>
    public const string RegistryReport = """
        UPDATE devices SET reported = @reported, reported_at = @received
        WHERE id = @device AND EXISTS (SELECT 1 FROM device_reports WHERE device = @device AND sequence = @sequence AND received_at = @received)
        """;

    /// <summary>That a device was heard. Not oftener than it is worth a write.</summary>
    public const string Seen = "UPDATE devices SET last_seen_at = @at WHERE id = @device AND (last_seen_at IS NULL OR last_seen_at < @at - 5000)";

    /// <summary>The registry's summary of how a device is doing.</summary>
    public const string RegistryHealth = "UPDATE devices SET health = @health WHERE id = @device";

    /// <summary>The registry's summary of a day: cameras, and the minutes that the worst of them watched.</summary>
    public const string RegistryCoverage = """
        UPDATE devices SET coverage = (
            SELECT '{"day":"' || day || '","cameras":' || COUNT(*) || ',"minutesWatched":' || MIN(minutes_watched) || '}'
            FROM coverage WHERE device = @device AND day = @day GROUP BY day)
        WHERE id = @device
        """;

    /// <summary>Minutes watched of a camera's day; they only grow.</summary>
    public const string Coverage = """
        INSERT INTO coverage (device, camera, day, minutes_watched, at, payload) VALUES (@device, @camera, @day, @minutes, @at, @payload)
        ON CONFLICT (device, camera, day) DO UPDATE SET minutes_watched = excluded.minutes_watched, at = excluded.at, payload = excluded.payload
        WHERE excluded.at >= coverage.at
        """;

    /// <summary>How a station is doing.</summary>
    public const string Station = """
        INSERT INTO stations (device, station, site, mode, at, payload) VALUES (@device, @station, @site, @mode, @at, @payload)
        ON CONFLICT (device, station) DO UPDATE SET site = excluded.site, mode = excluded.mode, at = excluded.at, payload = excluded.payload
        """;

    /// <summary>A station that was taken out.</summary>
    public const string StationGone = "DELETE FROM stations WHERE device = @device AND station = @station";

    /// <summary>Where the latest picture of a camera lies.</summary>
    public const string Picture = """
        INSERT INTO pictures (device, camera, at, size_bytes, artifact) VALUES (@device, @camera, @at, @size, @artifact)
        ON CONFLICT (device, camera) DO UPDATE SET at = excluded.at, size_bytes = excluded.size_bytes, artifact = excluded.artifact
        """;
}
