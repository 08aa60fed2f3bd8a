-- A call for help. Who is meant is looked up anew for each wave: who fits is written down nowhere before they are asked.
CREATE TABLE call (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of writing
    kind            TEXT NOT NULL CHECK (kind IN ('inform', 'show', 'convince', 'hand_on', 'help')),
    words           TEXT NOT NULL,
    author_id       TEXT,                                   -- NULL: erased since
    language        TEXT NOT NULL,                          -- code of the one that the words are in
    need            INTEGER NOT NULL CHECK (need >= 1),     -- people who are wanted
    audience        TEXT NOT NULL,                          -- JSON: who is meant; {} = everybody
    minutes         INTEGER,                                -- that it takes; NULL: not said
    topic           TEXT NOT NULL DEFAULT '',               -- id in the association's catalogue; '' = none
    urgent          INTEGER NOT NULL CHECK (urgent IN (0, 1)),      -- two organisers agreed that it passes the budget
    state           TEXT NOT NULL CHECK (state IN ('draft', 'open', 'found', 'cancelled', 'exhausted')),
    written_at      BIGINT NOT NULL,
    begun_at        BIGINT,                                 -- NULL: sent to nobody yet
    waves           INTEGER NOT NULL DEFAULT 0,             -- that were sent
    last_wave_at    BIGINT,
    ended_at        BIGINT,
    task_id         TEXT                                    -- what it has become; NULL: nothing
);
CREATE INDEX call_state ON call (state, seq);
CREATE INDEX call_author ON call (author_id, state);

-- Organisers who agreed to a call of another one.
CREATE TABLE call_confirmed (
    call_id         TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX call_confirmed_person ON call_confirmed (person_id);

-- Who was asked in a call, or offered themselves in a room; once each.
CREATE TABLE called (
    call_id         TEXT NOT NULL REFERENCES call (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    wave            INTEGER NOT NULL,                       -- from 1; 0: they offered themselves
    prompt_key      TEXT NOT NULL DEFAULT '',               -- outbox.idem_key of the question as they were asked it
    asked_at        BIGINT NOT NULL,                        -- or when they offered themselves
    state           TEXT NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'never_topic', 'withdrawn')),
    answered_at     BIGINT,
    followed_up_at  BIGINT,                                 -- somebody turned to them by name after their yes
    reaction_id     TEXT,                                   -- removing it takes the offer back
    PRIMARY KEY (call_id, person_id)
);
CREATE INDEX called_person ON called (person_id, asked_at);
CREATE INDEX called_state ON called (state, followed_up_at);
CREATE INDEX called_reaction ON called (reaction_id);

-- Topics of which somebody wants no calls any more.
CREATE TABLE no_calls (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    topic           TEXT NOT NULL,                          -- id in the association's catalogue
    since           BIGINT NOT NULL,
    PRIMARY KEY (person_id, topic)
);
CREATE INDEX no_calls_topic ON no_calls (topic);

-- What a call shows in a room is a card like others. (SQLite cannot change a CHECK in place.)
CREATE TEMPORARY TABLE card_before AS SELECT message_key, kind, subject, room_id, shown FROM card;
DROP TABLE card;
CREATE TABLE card (
    message_key     TEXT PRIMARY KEY,                       -- outbox.idem_key
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'proposal', 'board', 'question', 'call')),
    subject         TEXT NOT NULL,                          -- task, proposal, question or call id; of the board: the room
    room_id         TEXT NOT NULL,
    shown           TEXT NOT NULL DEFAULT ''                -- hash of what it says now
);
INSERT INTO card SELECT message_key, kind, subject, room_id, shown FROM card_before;
DROP TABLE card_before;
CREATE INDEX card_subject ON card (kind, subject);

-- Ways to many people at once: who agreed, who was written to lately, who said the same.
CREATE INDEX outbox_started ON outbox (sent_at, person_id) WHERE purpose <> 'reply' AND op = 'say';
CREATE INDEX consent_purpose ON consent (purpose, given, person_id);
CREATE INDEX person_availability_slot ON person_availability (slot);
CREATE INDEX person_fact_said ON person_fact (kind, value);
