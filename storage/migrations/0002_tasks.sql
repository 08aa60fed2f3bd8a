-- Tasks without deadlines, and the two-person validation that they are the first to use.

-- Something to do. There is no date in it, on purpose.
CREATE TABLE task (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of writing down
    title           TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    purpose         TEXT NOT NULL DEFAULT '',               -- what it makes possible, said when it is done; '' = unknown
    effort          TEXT NOT NULL CHECK (effort IN ('minutes', 'few_hours', 'ongoing')),
    minutes         INTEGER,                                -- of 'minutes'; NULL for the others
    least_minutes   INTEGER NOT NULL,                       -- nobody with less time than this is shown it
    people          INTEGER NOT NULL CHECK (people >= 1),
    free            INTEGER NOT NULL,                       -- places left, counted from the claims (query task_recount)
    place           TEXT NOT NULL DEFAULT '',               -- 'online', or in words; '' = wherever
    place_key       TEXT NOT NULL DEFAULT '',               -- place as it is compared (domain/matching.py)
    topic           TEXT NOT NULL DEFAULT '',               -- id in the association's catalogue; '' = none
    horizon         TEXT NOT NULL CHECK (horizon IN ('now', 'if_time', 'later', 'ongoing')),
    contact_id      TEXT,                                   -- whom to ask; NULL: the association's contact
    author_id       TEXT,                                   -- who proposed it; NULL: an organiser's list, or erased since
    link            TEXT NOT NULL DEFAULT '',
    handover        TEXT NOT NULL DEFAULT '',               -- what those who gave it back left for the next; no names
    state           TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'done', 'withdrawn')),
    proposed_at     BIGINT NOT NULL,
    opened_at       BIGINT,
    closed_at       BIGINT
);
-- An id is as good as a number drawn by lot: from any id on, in the order of ids, a search finds others for everybody.
-- The columns at the end save it the way to the row.
CREATE INDEX task_state ON task (state, id, free, least_minutes, people, place_key);
CREATE INDEX task_horizon ON task (state, horizon, id, free, least_minutes, place_key);
CREATE INDEX task_place ON task (state, place_key, id, free, least_minutes);
CREATE INDEX task_opened ON task (state, opened_at);
CREATE INDEX task_topic ON task (topic, state, id);
CREATE INDEX task_author ON task (author_id);
CREATE INDEX task_contact ON task (contact_id);

CREATE TABLE task_skill (
    task_id         TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    skill           TEXT NOT NULL,                          -- id in the association's catalogue
    PRIMARY KEY (task_id, skill)
);
CREATE INDEX task_skill_skill ON task_skill (skill, task_id);

CREATE TABLE task_interest (
    task_id         TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    interest        TEXT NOT NULL,
    PRIMARY KEY (task_id, interest)
);
CREATE INDEX task_interest_interest ON task_interest (interest, task_id);

-- A person who took a task. Giving it back deletes the row: nothing is kept against anybody.
CREATE TABLE claim (
    id              TEXT PRIMARY KEY,
    task_id         TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    person_id       TEXT,                                   -- NULL: erased since (of a task that was done)
    state           TEXT NOT NULL CHECK (state IN ('active', 'done', 'reserved')),     -- reserved: back on the list, theirs first
    taken_at        BIGINT NOT NULL,
    asked           INTEGER NOT NULL DEFAULT 0,             -- check-ins since the last word about it
    until           BIGINT,                                 -- of 'reserved'
    finished_at     BIGINT,
    minutes         INTEGER,                                -- as the person said; NULL: not counted
    reaction_id     TEXT                                    -- the reaction in a room that took it: removing it gives it back
);
-- One place at a time; who has done their part may take another.
CREATE UNIQUE INDEX claim_held ON claim (task_id, person_id) WHERE state <> 'done';
CREATE INDEX claim_task ON claim (task_id, state);
CREATE INDEX claim_person ON claim (person_id, state);
CREATE INDEX claim_reaction ON claim (reaction_id);

-- "I could, if …": lighter than taking it.
CREATE TABLE could (
    task_id         TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    condition       TEXT NOT NULL CHECK (condition IN ('company', 'shown', 'later', 'words')),
    words           TEXT NOT NULL DEFAULT '',
    said_at         BIGINT NOT NULL,
    asked_at        BIGINT,                                 -- it came true, and they were asked again
    PRIMARY KEY (task_id, person_id)
);
CREATE INDEX could_person ON could (person_id);

-- Which tasks were suggested to whom, lately: so that not everybody is shown the same.
CREATE TABLE suggestion (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    task_id         TEXT NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    PRIMARY KEY (person_id, task_id)
);
CREATE INDEX suggestion_task ON suggestion (task_id, at);

-- What two people other than its author have to agree to: a task now; decisions, texts and words later.
CREATE TABLE proposal (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'decision', 'text', 'word')),
    subject         TEXT NOT NULL,                          -- of a task: its id
    words           TEXT NOT NULL,                          -- what is proposed; editing it voids the approvals
    author_id       TEXT,                                   -- NULL: erased since
    room_id         TEXT,                                   -- group room where it is shown; NULL: in private only
    event_id        TEXT,                                   -- the author's message, which they may edit
    state           TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'withdrawn')),
    proposed_at     BIGINT NOT NULL,
    agreed_at       BIGINT,                                 -- since when two have agreed and nobody objects; NULL: not so
    ended_at        BIGINT
);
CREATE INDEX proposal_subject ON proposal (kind, subject);
CREATE INDEX proposal_author ON proposal (author_id, state);
CREATE INDEX proposal_event ON proposal (event_id);

CREATE TABLE approval (
    proposal_id     TEXT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    reaction_id     TEXT,                                   -- removing it takes the approval back
    PRIMARY KEY (proposal_id, person_id)
);
CREATE INDEX approval_person ON approval (person_id);
CREATE INDEX approval_reaction ON approval (reaction_id);

CREATE TABLE objection (
    id              TEXT PRIMARY KEY,
    proposal_id     TEXT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person_id       TEXT,                                   -- NULL: erased since
    words           TEXT NOT NULL,
    at              BIGINT NOT NULL,
    settled_at      BIGINT                                  -- NULL: it stops the clock
);
CREATE INDEX objection_proposal ON objection (proposal_id);
CREATE INDEX objection_person ON objection (person_id);

-- Who was asked to look at a proposal: at most five.
CREATE TABLE concerned (
    proposal_id     TEXT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    PRIMARY KEY (proposal_id, person_id)
);
CREATE INDEX concerned_person ON concerned (person_id, at);

-- Messages in group rooms that show something and answer to reactions; a later state edits the same message.
CREATE TABLE card (
    message_key     TEXT PRIMARY KEY,                       -- outbox.idem_key
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'proposal', 'board')),
    subject         TEXT NOT NULL,                          -- task or proposal id; of the board: the room
    room_id         TEXT NOT NULL,
    shown           TEXT NOT NULL DEFAULT ''                -- hash of what it says now
);
CREATE INDEX card_subject ON card (kind, subject);

-- Who is in the rooms that give roles, as the homeserver said, and when it was asked.
CREATE TABLE room_member (
    room_id         TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    PRIMARY KEY (room_id, person_id)
);
CREATE INDEX room_member_person ON room_member (person_id);
CREATE TABLE room_read (
    room_id         TEXT PRIMARY KEY,
    at              BIGINT NOT NULL
);

-- Questions about one thing, when it has been decided meanwhile.
CREATE INDEX prompt_flow ON prompt (flow, state);
