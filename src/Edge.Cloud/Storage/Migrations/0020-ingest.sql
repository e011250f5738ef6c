-- Every event that a device told, once: the device is told that it may forget an event only after its row is committed.
CREATE TABLE events (
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    fault TEXT NULL,
    payload {bytes} NOT NULL,
    PRIMARY KEY (device, id)
) {keyedByPrimaryKey};
CREATE INDEX events_by_receipt ON events (received_at);

-- An alert as its events tell it, and what operators made of it. An id is a device's own: no device can touch another's alerts.
CREATE TABLE alerts (
    device TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    site TEXT NOT NULL,
    camera TEXT NOT NULL,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NULL,
    class TEXT NULL,
    score DOUBLE PRECISION NULL,
    phase TEXT NOT NULL,
    momentary BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    ended_at BIGINT NULL,
    duration_ms BIGINT NOT NULL,
    object_count BIGINT NOT NULL,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    evidence_id TEXT NULL,
    first_event TEXT NULL,
    received_at BIGINT NOT NULL,
    acknowledged_at BIGINT NULL,
    acknowledged_by TEXT NULL,
    mark TEXT NULL,
    mark_class TEXT NULL,
    mark_note TEXT NULL,
    marked_at BIGINT NULL,
    marked_by TEXT NULL,
    PRIMARY KEY (device, alert_id)
) {keyedByPrimaryKey};
CREATE INDEX alerts_by_time ON alerts (started_at, device, alert_id);
CREATE INDEX alerts_by_device ON alerts (device, started_at);
CREATE INDEX alerts_by_mark ON alerts (marked_at) WHERE mark IS NOT NULL;

-- A part's verdict, and what operators made of it.
CREATE TABLE verdicts (
    device TEXT NOT NULL,
    part_id TEXT NOT NULL,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    part BIGINT NOT NULL,
    product TEXT NOT NULL,
    purpose TEXT NOT NULL,
    outcome TEXT NOT NULL,
    defect TEXT NULL,
    confirmation TEXT NULL,
    model TEXT NULL,
    model_version TEXT NULL,
    decided_at BIGINT NOT NULL,
    latency_us BIGINT NOT NULL,
    evidence_id TEXT NULL,
    received_at BIGINT NOT NULL,
    mark TEXT NULL,
    mark_class TEXT NULL,
    mark_note TEXT NULL,
    marked_at BIGINT NULL,
    marked_by TEXT NULL,
    PRIMARY KEY (device, part_id)
) {keyedByPrimaryKey};
CREATE INDEX verdicts_by_time ON verdicts (decided_at, device, part_id);
CREATE INDEX verdicts_by_device ON verdicts (device, decided_at);
CREATE INDEX verdicts_by_mark ON verdicts (marked_at) WHERE mark IS NOT NULL;

-- The latest numbers of a device.
CREATE TABLE telemetry (
    device TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    agent_version TEXT NOT NULL,
    uptime_s DOUBLE PRECISION NOT NULL,
    memory_bytes BIGINT NOT NULL,
    temperature_c DOUBLE PRECISION NULL,
    slowed_to DOUBLE PRECISION NULL,
    frames_per_second DOUBLE PRECISION NOT NULL,
    latency_p99_ms DOUBLE PRECISION NULL,
    inference_p99_ms DOUBLE PRECISION NULL,
    outbox_depth BIGINT NOT NULL,
    lost_alerts BIGINT NOT NULL,
    payload {bytes} NOT NULL
);

-- Which state of a device is the newest, and how often its agent started. Messages may overtake each other on their way through two instances.
CREATE TABLE device_states (
    device TEXT NOT NULL PRIMARY KEY,
    boot_id TEXT NOT NULL,
    starts BIGINT NOT NULL,
    since BIGINT NOT NULL,
    status TEXT NOT NULL,
    received_at BIGINT NOT NULL
);

-- Which of a device's signed reports is the newest.
CREATE TABLE device_reports (
    device TEXT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);

-- The same numbers over time, in spans of five minutes.
CREATE TABLE telemetry_history (
    device TEXT NOT NULL,
    span_at BIGINT NOT NULL,
    samples BIGINT NOT NULL,
    frames_per_second DOUBLE PRECISION NOT NULL,
    latency_p99_ms DOUBLE PRECISION NULL,
    temperature_c DOUBLE PRECISION NULL,
    memory_bytes BIGINT NOT NULL,
    outbox_depth BIGINT NOT NULL,
    PRIMARY KEY (device, span_at)
) {keyedByPrimaryKey};
CREATE INDEX telemetry_history_by_time ON telemetry_history (span_at);

CREATE TABLE coverage (
    device TEXT NOT NULL,
    camera TEXT NOT NULL,
    day TEXT NOT NULL,
    minutes_watched BIGINT NOT NULL,
    at BIGINT NOT NULL,
    payload {bytes} NOT NULL,
    PRIMARY KEY (device, camera, day)
) {keyedByPrimaryKey};

CREATE TABLE stations (
    device TEXT NOT NULL,
    station TEXT NOT NULL,
    site TEXT NOT NULL,
    mode TEXT NOT NULL,
    at BIGINT NOT NULL,
    payload {bytes} NOT NULL,
    PRIMARY KEY (device, station)
) {keyedByPrimaryKey};

-- The latest picture of a camera; the bytes lie in the artifact store.
CREATE TABLE pictures (
    device TEXT NOT NULL,
    camera TEXT NOT NULL,
    at BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    artifact TEXT NOT NULL,
    PRIMARY KEY (device, camera)
) {keyedByPrimaryKey};

-- Pictures that devices gave: evidence of alerts and verdicts (subject is its id), and hard examples. Bytes count against the device's day.
CREATE TABLE evidence (
    device TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    camera TEXT NULL,
    reason TEXT NULL,
    taken_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    day TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    width BIGINT NULL,
    height BIGINT NULL,
    sha256 TEXT NOT NULL,
    artifact TEXT NOT NULL,
    labels TEXT NULL,
    PRIMARY KEY (device, subject)
) {keyedByPrimaryKey};
CREATE INDEX evidence_by_day ON evidence (device, day);
CREATE INDEX evidence_by_kind ON evidence (kind, received_at);

-- What was asked of a device and not given yet.
CREATE TABLE evidence_wishes (
    device TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    sent_at BIGINT NULL,
    PRIMARY KEY (device, subject)
) {keyedByPrimaryKey};
