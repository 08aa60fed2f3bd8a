-- Whose questions somebody is spared, and whose are put to nobody.

-- name: spare(person_id, other_id, question_id, at)!
-- One row the first time, none when it was so.
INSERT INTO spared (person_id, other_id, question_id, at) VALUES (:person_id, :other_id, :question_id, :at)
    ON CONFLICT (person_id, other_id) DO NOTHING;

-- name: spared_of(person_id)
SELECT other_id, question_id FROM spared WHERE person_id = :person_id ORDER BY at, other_id;

-- name: spared_from(other_id)
SELECT person_id FROM spared WHERE other_id = :other_id ORDER BY person_id;

-- name: spared_about(other_id)$
-- The question that organisers see, or else the first of which somebody said that they want no more of whoever asked it.
SELECT id FROM (
    SELECT question.id AS id, 0 AS rank, question.seq AS at FROM card JOIN question ON question.id = card.subject
     WHERE card.kind = 'review' AND question.asker_id = :other_id
     UNION ALL
    SELECT question_id, 1, at FROM spared WHERE other_id = :other_id) AS found
 ORDER BY rank, at, id LIMIT 1;

-- name: spared_again(person_id, other_id)!
DELETE FROM spared WHERE person_id = :person_id AND other_id = :other_id;

-- name: bar(person_id, at)!
-- One row the first time, none when it was so.
INSERT INTO barred (person_id, at) VALUES (:person_id, :at) ON CONFLICT (person_id) DO NOTHING;

-- name: bar_no_more(person_id)!
DELETE FROM barred WHERE person_id = :person_id;

-- name: barred(person_id)$
SELECT 1 FROM barred WHERE person_id = :person_id;

-- name: held_spared(person_id)
-- By the question of which they said so; never who asked it.
SELECT coalesce(question.words, ''), spared.at FROM spared LEFT JOIN question ON question.id = spared.question_id
 WHERE spared.person_id = :person_id ORDER BY spared.at, spared.question_id;

-- name: held_barred(person_id)
SELECT at FROM barred WHERE person_id = :person_id;
