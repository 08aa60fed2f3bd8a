-- What a message is about, and how a digest takes it along.
ALTER TABLE outbox ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN valid_until BIGINT;
ALTER TABLE outbox ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1, 2));
ALTER TABLE outbox ADD COLUMN held_at BIGINT;
ALTER TABLE outbox ADD COLUMN digest_key TEXT;
ALTER TABLE outbox ADD COLUMN tried_at BIGINT;
UPDATE outbox SET tried_at = first_try_at;
CREATE INDEX outbox_digest ON outbox (digest_key) WHERE digest_key IS NOT NULL;

-- What somebody wants to hear nothing about; the row goes when they do again.
CREATE TABLE quiet (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    about           TEXT NOT NULL CHECK (about IN ('questions', 'introductions', 'calls', 'tasks', 'proposals', 'profile', 'other')),
    until           BIGINT,                                 -- NULL: until they say otherwise
    said_at         BIGINT NOT NULL,
    PRIMARY KEY (person_id, about)
);
CREATE INDEX quiet_until ON quiet (until);

-- When and how much somebody wants to be written to; NULL: as the association has it.
CREATE TABLE reachable (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    from_hour       INTEGER CHECK (from_hour BETWEEN 0 AND 23),
    to_hour         INTEGER CHECK (to_hour BETWEEN 1 AND 24),       -- not from this hour on
    days            TEXT,                                   -- days of the week, Monday is 0: '0134'
    per_day         INTEGER CHECK (per_day >= 0),
    per_week        INTEGER CHECK (per_week >= 0),
    said_at         BIGINT NOT NULL
);

-- What somebody is told of what was held back: how often, and until when it was told. When it is to be told next, a timer says.
CREATE TABLE digest (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    rhythm          TEXT CHECK (rhythm IN ('weekly', 'daily', 'monthly', 'off')),   -- NULL: as the association has it
    said_at         BIGINT,                                 -- when they chose it
    last_at         BIGINT                                  -- the last that was really sent told of what was held until then
);
