-- What the feed of changes counts: one row, so that two changes can never share a number.
CREATE TABLE fleet_changes (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    latest BIGINT NOT NULL
);
INSERT INTO fleet_changes (id, latest) VALUES (1, 0);
