-- Answers to questions, kept for others; 0003_knowledge.sqlite.sql has their full-text search.

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
