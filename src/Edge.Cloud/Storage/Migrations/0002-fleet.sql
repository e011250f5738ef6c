CREATE TABLE devices (
    id TEXT NOT NULL PRIMARY KEY,
    site TEXT NOT NULL,
    hardware TEXT NOT NULL,
    serial TEXT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    revoked_at BIGINT,
    last_seen_at BIGINT,
    status TEXT NOT NULL DEFAULT 'unknown',
    state TEXT,
    health TEXT,
    coverage TEXT,
    reported TEXT,
    reported_at BIGINT,
    desired TEXT,
    desired_version BIGINT NOT NULL DEFAULT 0,
    desired_published BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX devices_site ON devices (site, id);
CREATE INDEX devices_unpublished ON devices (id) WHERE desired_version > desired_published;

CREATE TABLE device_labels (
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (device, name)
);
CREATE INDEX device_labels_value ON device_labels (name, value, device);

-- Every certificate ever issued to a device, so that each can be refused on its own.
CREATE TABLE device_certificates (
    serial TEXT NOT NULL PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    public_key {bytes} NOT NULL,
    chain TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    not_after BIGINT NOT NULL,
    revoked_at BIGINT,
    reason TEXT
);
CREATE INDEX device_certificates_device ON device_certificates (device);
CREATE INDEX device_certificates_revoked ON device_certificates (not_after) WHERE revoked_at IS NOT NULL;

CREATE TABLE enrolment_tokens (
    id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    device TEXT,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    used_by TEXT,
    withdrawn_at BIGINT
);

-- What changed, in the order of commits: see FleetFeed.
CREATE TABLE fleet_events (
    number BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
