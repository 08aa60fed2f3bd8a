-- How much one person may leave unhandled, what was answered lately; whose questions somebody is spared, and whose are put to nobody.
CREATE INDEX inbox_unhandled ON inbox (person_id, seq) WHERE state IN ('new', 'waiting_key');
CREATE INDEX outbox_answers ON outbox (person_id, queued_at) WHERE purpose = 'reply' AND op = 'say';

ALTER TABLE card RENAME TO card_before;
DROP INDEX card_subject;
CREATE TABLE card (
    message_key     TEXT PRIMARY KEY,                       -- outbox.idem_key
    kind            TEXT NOT NULL CHECK (kind IN ('task', 'proposal', 'board', 'question', 'call', 'review')),
    subject         TEXT NOT NULL,                          -- task, proposal, question or call id; of the board: the room
    room_id         TEXT NOT NULL,
    shown           TEXT NOT NULL DEFAULT ''                -- hash of what it says now
);
INSERT INTO card (message_key, kind, subject, room_id, shown)
SELECT message_key, kind, subject, room_id, shown FROM card_before;
DROP TABLE card_before;
CREATE INDEX card_subject ON card (kind, subject);

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
