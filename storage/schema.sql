-- The whole schema as it is now. Times are whole seconds since 1970 UTC (BIGINT); ids are TEXT made by the bot or by
-- Matrix; booleans are INTEGER 0 or 1. A test holds this file against what the migrations lead to.

-- What the bot itself has to keep: sync position, sync filter, the highest time it has seen.
CREATE TABLE kept (
    name            TEXT PRIMARY KEY,
    value           TEXT NOT NULL
);

-- Everything that happened, once. `content` is emptied when it has been handled and no longer serves.
CREATE TABLE inbox (
    event_id        TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of arrival
    person_id       TEXT NOT NULL,                          -- who did it; '' after an erasure
    room_id         TEXT NOT NULL,                          -- '' for a timer
    direct          INTEGER NOT NULL CHECK (direct IN (0, 1)),
    at              BIGINT NOT NULL,
    kind            TEXT NOT NULL,                          -- message, edit, removal, reaction, arrival, due …
    content         TEXT NOT NULL,                          -- JSON of the event's fields; '' once purged
    state           TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead', 'waiting_key')),
    tries           INTEGER NOT NULL DEFAULT 0,
    error           TEXT NOT NULL DEFAULT ''                -- class of the last error, never a text of a person
);
CREATE INDEX inbox_waiting ON inbox (state, seq);
CREATE INDEX inbox_person ON inbox (person_id, at);
CREATE INDEX inbox_unhandled ON inbox (person_id, seq) WHERE state IN ('new', 'waiting_key');

-- Everything to be said, committed with what caused it; sent afterwards, at least once, under one transaction id.
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
    sent_at         BIGINT,                                 -- by itself; NULL also of what a digest has told
    about           TEXT NOT NULL DEFAULT '',               -- tasks, questions … (domain/gate.py); '' = see purpose
    subject         TEXT NOT NULL DEFAULT '',               -- id of the task, the question …; '' = of nothing but itself
    valid_until     BIGINT,                                 -- told in no digest from then on; NULL: as its prompt says
    urgent          INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1, 2)),     -- 2: it has passed the budgets for that
    held_at         BIGINT,                                 -- when the gate first held it back; NULL: never
    digest_key      TEXT,                                   -- idem_key of the message that tells it along with others
    tried_at        BIGINT                                  -- the last try
);
CREATE INDEX outbox_state ON outbox (state, not_before, seq);
CREATE INDEX outbox_person ON outbox (person_id, state);
CREATE INDEX outbox_order ON outbox (state, lane, seq);
CREATE INDEX outbox_room ON outbox (room_id, state);
CREATE INDEX outbox_started ON outbox (sent_at, person_id) WHERE purpose <> 'reply' AND op = 'say';
CREATE INDEX outbox_digest ON outbox (digest_key) WHERE digest_key IS NOT NULL;
CREATE INDEX outbox_answers ON outbox (person_id, queued_at) WHERE purpose = 'reply' AND op = 'say';

-- What is due later. A row is turned into an event by the scheduler; nothing is kept in memory alone.
CREATE TABLE timer (
    id              TEXT PRIMARY KEY,
    person_id       TEXT NOT NULL,
    kind            TEXT NOT NULL,
    subject         TEXT NOT NULL DEFAULT '',
    due_at          BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('armed', 'fired', 'cancelled'))
);
CREATE INDEX timer_due ON timer (state, due_at);
CREATE INDEX timer_person ON timer (person_id, kind);

-- Rooms the bot is in. A person has at most one of kind 'direct' that is not left.
CREATE TABLE room (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'introduction')),
    person_id       TEXT,                                   -- of a direct room
    encrypted       INTEGER NOT NULL CHECK (encrypted IN (0, 1)),
    state           TEXT NOT NULL CHECK (state IN ('joined', 'left')),
    since           BIGINT NOT NULL
);
CREATE INDEX room_person ON room (person_id, state);

-- A room in which people are brought together. The bot says some lines there, reads nothing, and leaves.
CREATE TABLE introduction_room (
    room_id         TEXT PRIMARY KEY,
    introduction_id TEXT NOT NULL UNIQUE,
    said            INTEGER NOT NULL CHECK (said IN (0, 1)),    -- all lines were said
    leave_by        BIGINT NOT NULL                         -- the bot stays no longer than this, whoever is missing
);

CREATE TABLE person (
    id              TEXT PRIMARY KEY,                       -- Matrix user id, e.g. @ada:example.org
    name            TEXT NOT NULL DEFAULT '',               -- how to greet them; '' = unknown
    locale          TEXT NOT NULL,                          -- fr, en
    first_seen_at   BIGINT NOT NULL,
    last_seen_at    BIGINT NOT NULL,                        -- their last word
    onboarded_at    BIGINT,                                 -- end of the first sitting; NULL: not yet
    paused_until    BIGINT,                                 -- NULL: not paused
    unanswered      INTEGER NOT NULL DEFAULT 0              -- messages on the bot's initiative since their last word
);

-- One conversation a person: where they are in which flow.
CREATE TABLE conversation (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    state           TEXT NOT NULL,                          -- JSON, see engine/state.py
    at              BIGINT NOT NULL
);

-- A question on the bot's initiative, answerable as long as it is valid.
CREATE TABLE prompt (
    id              TEXT PRIMARY KEY,
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    flow            TEXT NOT NULL,
    slots           TEXT NOT NULL,                          -- JSON
    message_key     TEXT NOT NULL,                          -- outbox.idem_key of the question
    asked_at        BIGINT NOT NULL,
    valid_until     BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired'))
);
CREATE INDEX prompt_person ON prompt (person_id, state, asked_at);
CREATE INDEX prompt_message ON prompt (message_key);
CREATE INDEX prompt_flow ON prompt (flow, state);

-- Append-only log of what was agreed to and taken back.
CREATE TABLE consent (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of saying so; two may fall into one second
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose         TEXT NOT NULL,                          -- profile, contact, charter …
    given           INTEGER NOT NULL CHECK (given IN (0, 1)),
    text_version    TEXT NOT NULL,                          -- version of the text that was shown
    event_id        TEXT NOT NULL,                          -- the answer that says so
    at              BIGINT NOT NULL
);
CREATE INDEX consent_person ON consent (person_id, purpose, seq);
CREATE INDEX consent_purpose ON consent (purpose, given, person_id);

CREATE TABLE person_skill (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    skill           TEXT NOT NULL,                          -- id in the association's catalogue
    level           TEXT NOT NULL CHECK (level IN ('can', 'helps', 'learns')),
    said_at         BIGINT NOT NULL,
    confirmed_at    BIGINT NOT NULL,
    PRIMARY KEY (person_id, skill)
);
CREATE INDEX person_skill_skill ON person_skill (skill);

CREATE TABLE person_interest (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    interest        TEXT NOT NULL,                          -- id in the association's catalogue
    visible         INTEGER NOT NULL CHECK (visible IN (0, 1)),     -- may be told to other people
    said_at         BIGINT NOT NULL,
    confirmed_at    BIGINT NOT NULL,
    PRIMARY KEY (person_id, interest)
);
CREATE INDEX person_interest_interest ON person_interest (interest);

CREATE TABLE person_availability (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    slot            TEXT NOT NULL,                          -- mon-morning … sun-evening
    said_at         BIGINT NOT NULL,
    confirmed_at    BIGINT NOT NULL,
    PRIMARY KEY (person_id, slot)
);
CREATE INDEX person_availability_slot ON person_availability (slot);

-- Single facts that a person told: place, group, languages, weekly_minutes, spare_minutes, kind, time_zone, address …
CREATE TABLE person_fact (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL,
    value           TEXT NOT NULL,                          -- JSON
    said_at         BIGINT NOT NULL,
    confirmed_at    BIGINT NOT NULL,
    expires_at      BIGINT,                                 -- a passing state; NULL: stays
    PRIMARY KEY (person_id, kind)
);
CREATE INDEX person_fact_said ON person_fact (kind, value);

-- Words that fitted nothing in a catalogue: kept, and proposed to organisers.
CREATE TABLE unknown_word (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('skill', 'interest')),
    words           TEXT NOT NULL,
    said_at         BIGINT NOT NULL,
    PRIMARY KEY (person_id, kind, words)
);

-- Nobody may be asked twice in one sitting; what was skipped is asked later, one at a time.
CREATE TABLE skipped (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    flow            TEXT NOT NULL,                          -- the flow that asks it again
    skipped_at      BIGINT NOT NULL,
    PRIMARY KEY (person_id, flow)
);

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
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'proposal', 'board', 'question', 'call', 'review')),
    subject         TEXT NOT NULL,                          -- task, proposal, question or call id; of the board: the room
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
    at              BIGINT NOT NULL,                        -- 0: somebody came or went since
    changes         BIGINT NOT NULL DEFAULT 0,              -- how often somebody did: an answer from before one is not kept
    door            TEXT NOT NULL DEFAULT '',               -- JSON: how closed it was when it was trusted; '' = never was
    frozen          TEXT NOT NULL DEFAULT '' CHECK (frozen IN ('', 'joinable', 'readable', 'replaced', 'changed')),
    frozen_at       BIGINT                                  -- since when it says nothing of who has a role, for that reason
);

-- Answers kept for others, with the consent of who asked and of who answered.
CREATE TABLE answer (
    id              TEXT PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,                 -- order of writing down
    question        TEXT NOT NULL,                          -- '' once removed
    answer          TEXT NOT NULL,                          -- '' once removed
    topic           TEXT NOT NULL DEFAULT '',               -- id in the association's catalogue; '' = none
    locale          TEXT NOT NULL,                          -- of the answer: fr, en
    owner_id        TEXT,                                   -- the referent who answered; NULL: the organisers, or erased since
    answered_at     BIGINT NOT NULL,                        -- or corrected
    review_at       BIGINT NOT NULL,                        -- when to ask whether it is still true
    state           TEXT NOT NULL CHECK (state IN ('shown', 'removed'))
);
CREATE INDEX answer_owner ON answer (owner_id, state);

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
    shown           TEXT,                                   -- SHA-256 of the words that they answered; NULL: no answer, or not known
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

-- Whose questions somebody wants no more of. They may not know who that is, and the other never learns of it.
CREATE TABLE spared (
    person_id       TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    other_id        TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    question_id     TEXT NOT NULL,                          -- the one of which they said so
    at              BIGINT NOT NULL,
    PRIMARY KEY (person_id, other_id)
);
CREATE INDEX spared_other ON spared (other_id);

-- Whose questions are put to nobody, as an organiser decided; the row goes when one decides otherwise.
CREATE TABLE barred (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL
);

-- Who wrote after the copy was made that this database was restored from: what they said then is lost, and may have been
-- "stop". Nothing begins with them before they write again, or an organiser says that it may.
CREATE TABLE unheard (
    person_id       TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    since           BIGINT NOT NULL                         -- when the copy was made
);
