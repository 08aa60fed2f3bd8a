-- Introductions: one more kind of thing to send, and of room. (SQLite cannot change a CHECK in place.)
CREATE TEMPORARY TABLE outbox_before AS SELECT idem_key, seq, txn, person_id, room_id, lane, purpose, op, content, parent_key, caused_by, state, reason, tries, first_try_at, not_before, event_id, queued_at, sent_at FROM outbox;
DROP TABLE outbox;
CREATE TABLE outbox (
    idem_key        TEXT PRIMARY KEY,                       -- e.g. reply:$event:0
    seq             BIGINT NOT NULL UNIQUE,                 -- order of committing
    txn             TEXT NOT NULL UNIQUE,                   -- Matrix transaction id, made from idem_key
    person_id       TEXT,                                   -- to whom, in their own room; NULL: to a group room
    room_id         TEXT,                                   -- where; NULL: the person's own room, found at sending
    lane            INTEGER NOT NULL CHECK (lane IN (1, 2, 3)),     -- 1 reply, 2 timer, 3 broadcast
    purpose         TEXT NOT NULL,                          -- 'reply': free; else what the gate is asked for
    op              TEXT NOT NULL CHECK (op IN ('say', 'react', 'edit', 'redact', 'file', 'leave', 'introduce')),
    content         TEXT NOT NULL,                          -- JSON, frozen when queued; '' once purged
    parent_key      TEXT,                                   -- idem_key of the message it reacts to, edits or redacts
    caused_by       TEXT NOT NULL,                          -- event id
    state           TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'dead', 'unknown', 'withdrawn')),
    reason          TEXT NOT NULL DEFAULT '',               -- why it is held, dead, unknown or withdrawn
    tries           INTEGER NOT NULL DEFAULT 0,
    first_try_at    BIGINT,
    not_before      BIGINT NOT NULL DEFAULT 0,
    event_id        TEXT UNIQUE,                            -- the homeserver's, once sent
    queued_at       BIGINT NOT NULL,
    sent_at         BIGINT
);
INSERT INTO outbox SELECT idem_key, seq, txn, person_id, room_id, lane, purpose, op, content, parent_key, caused_by, state, reason, tries, first_try_at, not_before, event_id, queued_at, sent_at FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_state ON outbox (state, not_before, seq);
CREATE INDEX outbox_person ON outbox (person_id, state);

CREATE TEMPORARY TABLE room_before AS SELECT id, kind, person_id, encrypted, state, since FROM room;
DROP TABLE room;
CREATE TABLE room (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'introduction')),
    person_id       TEXT,                                   -- of a direct room
    encrypted       INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
    state           TEXT NOT NULL CHECK (state IN ('joined', 'left')),
    since           BIGINT NOT NULL
);
INSERT INTO room SELECT id, kind, person_id, encrypted, state, since FROM room_before;
DROP TABLE room_before;
CREATE INDEX room_person ON room (person_id, state);

-- A room in which people are brought together. The bot says some lines there, reads nothing, and leaves.
CREATE TABLE introduction_room (
    room_id         TEXT PRIMARY KEY,
    introduction_id TEXT NOT NULL UNIQUE,
    said            INTEGER NOT NULL CHECK (said IN (0, 1)),    -- all lines were said
    leave_by        BIGINT NOT NULL                         -- the bot stays no longer than this, whoever is missing
);
