-- Full-text search of kept answers. `match` is an FTS5 expression, made in store/knowledge.py of quoted words alone.

-- name: answer_words_add(id, asked, said)!
INSERT INTO answer_search (rowid, question, answer) SELECT seq, :asked, :said FROM answer WHERE id = :id;

-- name: answer_words_corrected(id, said)!
UPDATE answer_search SET answer = :said WHERE rowid = (SELECT seq FROM answer WHERE id = :id AND state = 'shown');

-- name: answer_words_removed(id)!
DELETE FROM answer_search WHERE rowid = (SELECT seq FROM answer WHERE id = :id);

-- name: answer_words_forgotten()!
-- A deleted word stays in the index until its parts are joined; then nothing of it is left.
INSERT INTO answer_search (answer_search) VALUES ('optimize');

-- name: answers_with_word(word)$
SELECT doc FROM answer_word WHERE term = :word;

-- name: answers_matching(match, most)
-- The latest first.
SELECT rowid FROM answer_search WHERE answer_search MATCH :match ORDER BY rowid DESC LIMIT :most;

-- name: answer_found(seq)^
SELECT answer.id, answer.question, answer.answer, answer.topic, answer.locale, answer.owner_id, answer.answered_at, answer.review_at,
       answer_search.question, answer_search.answer
  FROM answer JOIN answer_search ON answer_search.rowid = answer.seq WHERE answer.seq = :seq AND answer.state = 'shown';
