-- Who answers for a topic. An apprentice is asked first, and a referent is the safety net.
CREATE TABLE referent (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    topic           TEXT NOT NULL,                          -- id in the association's catalogue
    apprentice      INTEGER NOT NULL CHECK (apprentice IN (0, 1)),
    since           BIGINT NOT NULL,
    PRIMARY KEY (person_id, topic)
);
CREATE INDEX referent_topic ON referent (topic);

-- What a referent has settled for all their topics.
CREATE TABLE referent_rule (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    cap             INTEGER CHECK (cap >= 1),               -- open questions at a time; NULL: as the settings say
    resting         INTEGER NOT NULL CHECK (resting IN (0, 1)),     -- out of the rotation until they say otherwise
    last_asked_at   BIGINT                                  -- who was asked least lately is asked first
);

-- Asked in somebody's own words, and on its way until a human answers.
CREATE TABLE question (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of asking
    asker_id        TEXT,                                   -- NULL: erased since
    words           TEXT NOT NULL,                          -- '' once the asker is erased
    topic           TEXT NOT NULL DEFAULT '',               -- '' = none: it goes to the organisers
    named           INTEGER NOT NULL CHECK (named IN (0, 1)),       -- whether whoever is asked hears their first name
    newcomer        INTEGER NOT NULL CHECK (newcomer IN (0, 1)),    -- when it was asked
    event_id        TEXT,                                   -- the asker's message, which they may edit
    task_id         TEXT,                                   -- the task that they are stuck with
    asked_at        BIGINT NOT NULL,
    clock_at        BIGINT NOT NULL,                        -- the ladder is counted from here: asked, or asked again
    state           TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
    organisers_at   BIGINT,                                 -- since when the organisers know; NULL: not yet
    widened         INTEGER NOT NULL DEFAULT 0 CHECK (widened IN (0, 1)),   -- shown in the common room, without a name
    answered_at     BIGINT,                                 -- first human answer
    answered_by     TEXT,                                   -- NULL: nobody yet, or erased since
    ended_at        BIGINT,
    keeps           INTEGER CHECK (keeps IN (0, 1))         -- whether the asker agreed to its being kept; NULL: not asked
);
CREATE INDEX question_asker ON question (asker_id, state);
CREATE INDEX question_state ON question (state, topic, seq);
CREATE INDEX question_event ON question (event_id);
CREATE INDEX question_ended ON question (ended_at);

-- Who was asked a question. Nobody ever hears who stayed silent; rows of an ended question go after some days.
CREATE TABLE asking (
    question_id     TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    state           TEXT NOT NULL CHECK (state IN ('asked', 'nudged', 'released', 'declined', 'handed_over', 'answered')),
    apprentice      INTEGER NOT NULL CHECK (apprentice IN (0, 1)),
    asked_at        BIGINT NOT NULL,
    message_key     TEXT NOT NULL,                          -- outbox.idem_key of the question as they were asked it
    PRIMARY KEY (question_id, person_id)
);
CREATE INDEX asking_person ON asking (person_id, state);
CREATE INDEX asking_message ON asking (message_key);

-- Words that were passed on: which message of a person became which message of the bot, so that an edit follows.
CREATE TABLE relay (
    message_key     TEXT PRIMARY KEY,                       -- outbox.idem_key
    question_id     TEXT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    from_id         TEXT NOT NULL,                          -- whose words they are
    to_id           TEXT NOT NULL,
    event_id        TEXT NOT NULL,                          -- the message that they wrote
    words           TEXT NOT NULL,
    at              BIGINT NOT NULL
);
CREATE INDEX relay_event ON relay (event_id);
CREATE INDEX relay_from ON relay (from_id);
CREATE INDEX relay_to ON relay (to_id);
CREATE INDEX relay_question ON relay (question_id, at);

-- A question that the organisers know of is shown in their room, too. (SQLite cannot change a CHECK in place.)
CREATE TEMPORARY TABLE card_before AS SELECT message_key, kind, subject, room_id, shown FROM card;
DROP TABLE card;
CREATE TABLE card (
    message_key     TEXT PRIMARY KEY,                       -- outbox.idem_key
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'proposal', 'board', 'question')),
    subject         TEXT NOT NULL,                          -- task, proposal or question id; of the board: the room
    room_id         TEXT NOT NULL,
    shown           TEXT NOT NULL DEFAULT ''                -- hash of what it says now
);
INSERT INTO card SELECT message_key, kind, subject, room_id, shown FROM card_before;
DROP TABLE card_before;
CREATE INDEX card_subject ON card (kind, subject);
