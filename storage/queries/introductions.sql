-- Who wants to meet others, who was introduced to whom, who met, and who must not meet.

-- name: meets(person_id)^
SELECT person_id, rhythm, trios, since, last_asked_at, left_over, unanswered, stopped_at, wanted_at
  FROM meets WHERE person_id = :person_id;

-- name: meets_in(person_id, rhythm, trios, at)!
-- Saying it again ends a stop; when they were last asked, and whether they were left over, stays.
INSERT INTO meets (person_id, rhythm, trios, since) VALUES (:person_id, :rhythm, :trios, :at)
    ON CONFLICT (person_id) DO UPDATE
   SET rhythm = excluded.rhythm, trios = excluded.trios, unanswered = 0, stopped_at = NULL;

-- name: meets_out(person_id)!
DELETE FROM meets WHERE person_id = :person_id;

-- name: meets_wants(person_id, at)!
UPDATE meets SET wanted_at = :at WHERE person_id = :person_id;

-- name: meets_asked(person_id, at)!
UPDATE meets SET last_asked_at = :at, left_over = 0, wanted_at = NULL WHERE person_id = :person_id;

-- name: meets_left_over(person_id)!
UPDATE meets SET left_over = left_over + 1 WHERE person_id = :person_id;

-- name: meets_unanswered(person_id)!
UPDATE meets SET unanswered = unanswered + 1 WHERE person_id = :person_id;

-- name: meets_answered(person_id)!
UPDATE meets SET unanswered = 0, stopped_at = NULL WHERE person_id = :person_id;

-- name: meets_stopped(person_id, at)!
UPDATE meets SET stopped_at = :at WHERE person_id = :person_id;

-- name: introduction_add(id, round_id, kind, asked_at, until)!
INSERT INTO introduction (id, seq, round_id, kind, asked_at, until, state)
SELECT :id, coalesce((SELECT max(seq) FROM introduction), 0) + 1, :round_id, :kind, :asked_at, :until, 'asked'
 WHERE NOT EXISTS (SELECT 1 FROM introduction WHERE id = :id);

-- name: introduced_add(introduction_id, person_id, prompt_key, reasons)!
INSERT INTO introduced (introduction_id, person_id, prompt_key, reasons)
VALUES (:introduction_id, :person_id, :prompt_key, :reasons) ON CONFLICT (introduction_id, person_id) DO NOTHING;

-- name: introduction(id)^
SELECT id, round_id, kind, asked_at, until, state, met_at, ended_at FROM introduction WHERE id = :id;

-- name: introduced_in(introduction_id)
SELECT introduction_id, person_id, prompt_key, reasons, answer, answered_at, told, talked, talked_at, shown
  FROM introduced WHERE introduction_id = :introduction_id ORDER BY person_id;

-- name: introductions_open(person_id)
-- Those that wait for answers; oldest first.
SELECT introduction.id, round_id, kind, asked_at, until, state, met_at, ended_at
  FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
 WHERE introduced.person_id = :person_id AND introduction.state = 'asked' ORDER BY introduction.seq;

-- name: introductions_unopened(person_id)
-- All said yes, and the room for them is still to be opened.
SELECT introduction.id FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
 WHERE introduced.person_id = :person_id AND introduction.state = 'met'
   AND EXISTS (SELECT 1 FROM outbox WHERE idem_key = 'introduce:' || introduction.id AND state = 'queued')
 ORDER BY introduction.seq;

-- name: introduced_answer(introduction_id, person_id, answer, at, shown)!
-- One row as long as it can be answered.
UPDATE introduced SET answer = :answer, answered_at = :at, shown = :shown
 WHERE introduction_id = :introduction_id AND person_id = :person_id
   AND EXISTS (SELECT 1 FROM introduction WHERE id = :introduction_id AND state = 'asked');

-- name: introduced_shown(introduction_id, person_id)
-- The texts by which they were asked, as they were sent, latest first: the questions, put once more or corrected.
WITH asked AS (SELECT idem_key AS message FROM outbox WHERE person_id = :person_id AND subject = :introduction_id AND op = 'say'
               UNION SELECT message_key FROM prompt WHERE person_id = :person_id AND slots LIKE '%"' || :introduction_id || '"%')
SELECT content FROM outbox
 WHERE state IN ('sent', 'unknown') AND op IN ('say', 'edit')
   AND person_id = :person_id AND (idem_key IN (SELECT message FROM asked) OR parent_key IN (SELECT message FROM asked))
 ORDER BY seq DESC;

-- name: introduction_ended(id, state, met_at, at)!
UPDATE introduction SET state = :state, met_at = :met_at, ended_at = :at WHERE id = :id AND state = 'asked';

-- name: introduction_waits_again(id)!
UPDATE introduction SET state = 'asked', met_at = NULL, ended_at = NULL WHERE id = :id AND state = 'met';

-- name: introduced_told(introduction_id, person_id)!
-- One row the first time.
UPDATE introduced SET told = 1 WHERE introduction_id = :introduction_id AND person_id = :person_id AND told = 0;

-- name: introduced_talked(introduction_id, person_id, talked, at)!
UPDATE introduced SET talked = :talked, talked_at = :at WHERE introduction_id = :introduction_id AND person_id = :person_id;

-- name: met_set(a_id, b_id, at)!
INSERT INTO met (a_id, b_id, at) VALUES (:a_id, :b_id, :at) ON CONFLICT (a_id, b_id) DO UPDATE SET at = excluded.at;

-- name: met_not(a_id, b_id)!
DELETE FROM met WHERE a_id = :a_id AND b_id = :b_id;

-- name: met_by(person_id, since)
-- Latest first.
SELECT b_id, at FROM met WHERE a_id = :person_id AND at > :since
UNION ALL SELECT a_id, at FROM met WHERE b_id = :person_id AND at > :since ORDER BY 2 DESC, 1;

-- name: block_add(person_id, other_id, at)!
INSERT INTO block (person_id, other_id, at) VALUES (:person_id, :other_id, :at)
    ON CONFLICT (person_id, other_id) DO NOTHING;

-- name: block_remove(person_id, other_id)!
DELETE FROM block WHERE person_id = :person_id AND other_id = :other_id;

-- name: blocked_by(person_id)
SELECT other_id FROM block WHERE person_id = :person_id ORDER BY at, other_id;

-- name: is_blocked(a_id, b_id)$
SELECT 1 FROM block WHERE (person_id = :a_id AND other_id = :b_id) OR (person_id = :b_id AND other_id = :a_id) LIMIT 1;

-- name: welcomers(at, since)
-- With how many newcomers each has now, and when they were given the last.
SELECT person.id,
       (SELECT count(*) FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
         WHERE introduced.person_id = person.id AND kind = 'welcome'
           AND (state = 'asked' OR (state = 'met' AND met_at > :since))),
       (SELECT max(asked_at) FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
         WHERE introduced.person_id = person.id AND kind = 'welcome')
  FROM person
 WHERE coalesce(paused_until, 0) <= :at AND name <> '' AND NOT EXISTS (SELECT 1 FROM unheard WHERE unheard.person_id = person.id)
   AND NOT EXISTS (SELECT 1 FROM quiet WHERE quiet.person_id = person.id AND about = 'introductions' AND (until IS NULL OR until > :at))
   AND coalesce((SELECT given FROM consent WHERE consent.person_id = person.id AND purpose = 'welcomes'
                  ORDER BY consent.seq DESC LIMIT 1), 0) = 1
   AND (EXISTS (SELECT 1 FROM room WHERE room.person_id = person.id AND room.state = 'joined')
        OR NOT EXISTS (SELECT 1 FROM room WHERE room.person_id = person.id AND room.state = 'left'))
 ORDER BY person.id;

-- name: purge_introductions(before)!
-- Those that ended; those that nobody ended (all in them erased) count from when they could no longer be answered.
DELETE FROM introduction WHERE coalesce(ended_at, until) < :before;

-- name: purge_met(before)!
DELETE FROM met WHERE at < :before;

-- name: held_meets(person_id)
SELECT rhythm, trios, since, last_asked_at, left_over, unanswered, stopped_at, wanted_at
  FROM meets WHERE person_id = :person_id;

-- name: held_introduced(person_id)
-- Neither who the other is, nor what they answered, nor whether it ended early, from which that could be told.
SELECT kind, asked_at, until, reasons, answer, answered_at, told, talked, talked_at, shown
  FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
 WHERE introduced.person_id = :person_id ORDER BY introduction.seq;

-- name: held_met(person_id)
SELECT CASE WHEN person.name = '' THEN person.id ELSE person.name END, met.at
  FROM met JOIN person ON person.id = CASE WHEN met.a_id = :person_id THEN met.b_id ELSE met.a_id END
 WHERE met.a_id = :person_id OR met.b_id = :person_id ORDER BY met.at, person.id;

-- name: held_blocks(person_id)
-- Whom they blocked; never who blocked them.
SELECT CASE WHEN person.name = '' THEN person.id ELSE person.name END, block.at
  FROM block JOIN person ON person.id = block.other_id WHERE block.person_id = :person_id ORDER BY block.at, person.id;
