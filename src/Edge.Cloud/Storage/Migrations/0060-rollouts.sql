-- What was asked for (plan), what the release said of itself then, and where its rings are, as JSON; what is searched by has columns of its own.
CREATE TABLE rollouts (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    status TEXT NOT NULL,
    plan TEXT NOT NULL,
    release TEXT NOT NULL,
    rings TEXT NOT NULL,
    reason TEXT,
    attention TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    ended_at BIGINT,
    stepped_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    is_open BIGINT NOT NULL
);
CREATE INDEX rollouts_open ON rollouts (id) WHERE is_open = 1;

CREATE TABLE rollout_devices (
    rollout TEXT NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    ring BIGINT NOT NULL,
    progress TEXT NOT NULL,
    reason TEXT,
    previous_target TEXT,
    offered_at BIGINT,
    answered_at BIGINT,
    installed_at BIGINT,
    suspected_at BIGINT,
    latency_before_ms DOUBLE PRECISION,
    restarts_before BIGINT,
    alerts_before BIGINT NOT NULL DEFAULT 0,
    hours_before DOUBLE PRECISION NOT NULL DEFAULT 0,
    PRIMARY KEY (rollout, device)
);
CREATE INDEX rollout_devices_device ON rollout_devices (device, kind);

CREATE TABLE rollout_events (
    rollout TEXT NOT NULL REFERENCES rollouts (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    ring TEXT,
    device TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (rollout, number)
);

-- One instance steps all rollouts. Each step also names the revision that it began with, so two that both believe to hold the lease do no harm.
CREATE TABLE rollout_lease (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL
);
INSERT INTO rollout_lease (id, holder, held_until) VALUES (1, '', 0);
