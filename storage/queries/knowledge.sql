-- Answers kept for others. Their full-text search is in knowledge.sqlite.sql.

-- name: answer_add(id, question, answer, topic, locale, owner_id, answered_at, review_at)!
-- One row the first time; what was removed does not come back.
INSERT INTO answer (id, seq, question, answer, topic, locale, owner_id, answered_at, review_at, state)
SELECT :id, coalesce((SELECT max(seq) FROM answer), 0) + 1, :question, :answer, :topic, :locale, :owner_id, :answered_at, :review_at, 'shown'
 WHERE true ON CONFLICT (id) DO NOTHING;

-- name: answer(id)^
SELECT id, question, answer, topic, locale, owner_id, answered_at, review_at FROM answer WHERE id = :id AND state = 'shown';

-- name: answers_of(owner_id)
SELECT id, question, answer, topic, locale, owner_id, answered_at, review_at
  FROM answer WHERE owner_id = :owner_id AND state = 'shown' ORDER BY seq;

-- name: answers_written()$
-- How many there have been, removed ones included: as good as counting, and does not take longer among many.
SELECT coalesce(max(seq), 0) FROM answer;

-- name: answer_corrected(id, answer, at, review_at)!
UPDATE answer SET answer = :answer, answered_at = :at, review_at = :review_at WHERE id = :id AND state = 'shown';

-- name: answer_reviewed(id, review_at)!
UPDATE answer SET review_at = :review_at WHERE id = :id AND state = 'shown';

-- name: answer_removed(id)!
-- The row stays, empty: the same cause does not bring the answer back.
UPDATE answer SET state = 'removed', question = '', answer = '', owner_id = NULL WHERE id = :id AND state = 'shown';

-- name: held_answers(person_id)
SELECT question, answer, topic, answered_at, review_at FROM answer WHERE owner_id = :person_id ORDER BY seq;

-- name: erase_answer_owner(person_id)!
-- What they explained stays, without their name.
UPDATE answer SET owner_id = NULL WHERE owner_id = :person_id;
