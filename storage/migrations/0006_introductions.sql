-- Who wants to be introduced to others; the row goes when they no longer do.
CREATE TABLE meets (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    rhythm          TEXT NOT NULL CHECK (rhythm IN ('weekly', 'every_2_weeks', 'monthly', 'on_request')),
    trios           INTEGER NOT NULL CHECK (trios IN (0, 1)),       -- whether three at a time are welcome
    since           BIGINT NOT NULL,
    last_asked_at   BIGINT,                                 -- when somebody was last proposed to them; NULL: never
    left_over       INTEGER NOT NULL DEFAULT 0,             -- rounds in a row that found nobody for them
    unanswered      INTEGER NOT NULL DEFAULT 0,             -- proposals in a row without an answer
    stopped_at      BIGINT,                                 -- nothing is proposed since so many were not answered; NULL: not so
    wanted_at       BIGINT                                  -- they asked for somebody, and wait; NULL: they do not
);

-- Two or three people who may meet. Each is asked alone, without a name, until all have said yes.
CREATE TABLE introduction (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of asking
    round_id        TEXT,                                   -- NULL: outside of a round, or the round is forgotten
    kind            TEXT NOT NULL CHECK (kind IN ('pair', 'trio', 'welcome')),
    asked_at        BIGINT NOT NULL,
    until           BIGINT NOT NULL,                        -- so long it can be answered; then all hear the same
    state           TEXT NOT NULL CHECK (state IN ('asked', 'met', 'over')),
    met_at          BIGINT,                                 -- when all had said yes
    ended_at        BIGINT                                  -- no longer 'asked' since
);
CREATE INDEX introduction_ended ON introduction (state, ended_at);

-- Who is asked in an introduction. The answer of one is never told to another.
CREATE TABLE introduced (
    introduction_id TEXT NOT NULL REFERENCES introduction (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    prompt_key      TEXT NOT NULL,                          -- outbox.idem_key of the question as they were asked it
    answer          TEXT CHECK (answer IN ('yes', 'no')),   -- NULL: none yet
    answered_at     BIGINT,
    told            INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),      -- they have heard "not this time"
    reasons         TEXT NOT NULL,                          -- JSON: list of [kind, value …], as this person hears them
    talked          TEXT CHECK (talked IN ('yes', 'no')),   -- whether they managed to talk; NULL: not said
    talked_at       BIGINT,
    PRIMARY KEY (introduction_id, person_id)
);
CREATE INDEX introduced_person ON introduced (person_id);

-- Two who were brought together; of a trio, each two of them.
CREATE TABLE met (
    a_id            TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    b_id            TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,                        -- the last time
    PRIMARY KEY (a_id, b_id),
    CHECK (a_id < b_id)
);
CREATE INDEX met_b ON met (b_id);
CREATE INDEX met_at ON met (at);

-- Whom somebody does not want to meet. Confidential: `other_id` never learns of it.
CREATE TABLE block (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other_id        TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    PRIMARY KEY (person_id, other_id)
);
CREATE INDEX block_other ON block (other_id, person_id);

-- One pairing of everybody, with all that is needed to do it again.
CREATE TABLE round (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of pairing
    at              BIGINT NOT NULL,
    seed            BIGINT NOT NULL,
    rules           TEXT NOT NULL,                          -- JSON
    people          INTEGER NOT NULL,
    rarity          TEXT NOT NULL,                          -- JSON: how much each interest counted among them
    result          TEXT NOT NULL                           -- JSON: lists of numbers of members; '' until it is finished
);
CREATE INDEX round_at ON round (at);

-- Who took part, under which number, as the pairing saw them.
CREATE TABLE round_member (
    round_id        TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    n               INTEGER NOT NULL,                       -- from 0
    person_id       TEXT REFERENCES person (id) ON DELETE SET NULL,         -- NULL: erased since
    facts           TEXT NOT NULL,                          -- JSON; no id of anybody in it; '' once erased
    PRIMARY KEY (round_id, n)
);
CREATE INDEX round_member_person ON round_member (person_id);

-- Numbers of two who must not be paired; why is not written down.
CREATE TABLE round_bar (
    round_id        TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    a               INTEGER NOT NULL,
    b               INTEGER NOT NULL,
    PRIMARY KEY (round_id, a, b),
    CHECK (a < b)
);

-- What is due is found without looking at all that waits.
CREATE INDEX outbox_order ON outbox (state, lane, seq);
CREATE INDEX outbox_room ON outbox (room_id, state);
