-- Which metadata is served. One row: whoever changes it adds one to 'turn' first, and so waits for the others.
CREATE TABLE release_state (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    turn BIGINT NOT NULL,
    root BIGINT NOT NULL,
    targets BIGINT NOT NULL,
    snapshot BIGINT NOT NULL
);
INSERT INTO release_state (id, turn, root, targets, snapshot) VALUES (1, 0, 0, 0, 0);

-- Metadata files by the name they are served under, such as '3.root.json'.
CREATE TABLE release_metadata (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    version BIGINT NOT NULL,
    content {bytes} NOT NULL,
    signed_at BIGINT NOT NULL
);

-- Files whose hash was checked when they came; their bytes are artifacts.
CREATE TABLE release_files (
    sha256 TEXT NOT NULL PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    stored_at BIGINT NOT NULL
);

-- Every target that was ever signed: only these are served, and those withdrawn since stay for devices in the middle of a download.
CREATE TABLE release_targets (
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES release_files (sha256),
    first_version BIGINT NOT NULL,
    PRIMARY KEY (path, sha256)
);
