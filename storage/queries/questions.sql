-- Questions to referents: who answers for what, who was asked, what was passed on.

-- name: referent_set(person_id, topic, apprentice, at)!
INSERT INTO referent (person_id, topic, apprentice, since) VALUES (:person_id, :topic, :apprentice, :at)
    ON CONFLICT (person_id, topic) DO UPDATE SET apprentice = excluded.apprentice;

-- name: referent_left(person_id, topic)!
DELETE FROM referent WHERE person_id = :person_id AND topic = :topic;

-- name: referent_topics(person_id)
SELECT topic, apprentice FROM referent WHERE person_id = :person_id ORDER BY topic;

-- name: referent_rule(person_id)^
SELECT cap, resting FROM referent_rule WHERE person_id = :person_id;

-- name: referent_cap(person_id, cap)!
INSERT INTO referent_rule (person_id, cap, resting) VALUES (:person_id, :cap, 0)
    ON CONFLICT (person_id) DO UPDATE SET cap = excluded.cap;

-- name: referent_rests(person_id, resting)!
INSERT INTO referent_rule (person_id, resting) VALUES (:person_id, :resting)
    ON CONFLICT (person_id) DO UPDATE SET resting = excluded.resting;

-- name: referent_asked(person_id, at)!
INSERT INTO referent_rule (person_id, resting, last_asked_at) VALUES (:person_id, 0, :at)
    ON CONFLICT (person_id) DO UPDATE SET last_asked_at = excluded.last_asked_at;

-- name: referents_of(topic, at, week_ago, midnight, per_day, per_week, unanswered)
-- Everybody who answers for a topic: whether as apprentice, how many open questions they are asked, their cap, when they were
-- last asked, whether they are away: resting, paused, not to be written to about questions (now, or at all), or out of reach because they were
-- written to often enough today (since `midnight`) or this week, or have not answered for so long. What is about to be said
-- to them counts as said.
SELECT referent.person_id, referent.apprentice,
       (SELECT count(*) FROM asking JOIN question ON question.id = asking.question_id
         WHERE asking.person_id = referent.person_id AND asking.state IN ('asked', 'nudged') AND question.state = 'open'),
       referent_rule.cap, referent_rule.last_asked_at,
       CASE WHEN coalesce(referent_rule.resting, 0) = 1 OR coalesce(person.paused_until, 0) > :at
                 OR coalesce((SELECT given FROM consent WHERE consent.person_id = referent.person_id AND purpose = 'questions'
                               ORDER BY seq DESC LIMIT 1), 0) = 0
                 OR EXISTS (SELECT 1 FROM quiet WHERE quiet.person_id = referent.person_id AND about = 'questions'
                               AND (until IS NULL OR until > :at))
                 OR person.unanswered >= :unanswered OR EXISTS (SELECT 1 FROM unheard WHERE unheard.person_id = referent.person_id)
                 OR (SELECT count(*) FROM outbox WHERE outbox.person_id = referent.person_id AND op = 'say'
                        AND ((state = 'sent' AND purpose <> 'reply' AND sent_at > :week_ago)
                             OR (state = 'queued' AND purpose = 'questions'))) >= :per_week
                 OR (SELECT count(*) FROM outbox WHERE outbox.person_id = referent.person_id AND op = 'say'
                        AND ((state = 'sent' AND purpose <> 'reply' AND sent_at >= :midnight)
                             OR (state = 'queued' AND purpose = 'questions'))) >= :per_day
            THEN 1 ELSE 0 END
  FROM referent
  JOIN person ON person.id = referent.person_id
  LEFT JOIN referent_rule ON referent_rule.person_id = referent.person_id
 WHERE referent.topic = :topic ORDER BY referent.person_id;

-- name: question_add(id, asker_id, words, topic, named, newcomer, event_id, task_id, at)!
INSERT INTO question (id, seq, asker_id, words, topic, named, newcomer, event_id, task_id, asked_at, clock_at, state)
SELECT :id, coalesce((SELECT max(seq) FROM question), 0) + 1, :asker_id, :words, :topic, :named, :newcomer, :event_id, :task_id,
       :at, :at, 'open'
 WHERE NOT EXISTS (SELECT 1 FROM question WHERE id = :id);

-- name: question(id)^
SELECT id, asker_id, words, topic, named, newcomer, event_id, task_id, asked_at, clock_at, state, organisers_at, widened,
       answered_at, answered_by, ended_at, keeps FROM question WHERE id = :id;

-- name: question_by_event(event_id)$
SELECT id FROM question WHERE event_id = :event_id ORDER BY seq DESC LIMIT 1;

-- name: questions_of(asker_id, since)
-- Open ones, and those answered since then; newest first.
SELECT id FROM question
 WHERE asker_id = :asker_id AND (state = 'open' OR (state = 'answered' AND ended_at > :since)) ORDER BY seq DESC;

-- name: questions_asked_since(asker_id, since)$
SELECT count(*) FROM question WHERE asker_id = :asker_id AND asked_at > :since;

-- name: asked_last(person_id, since)$
-- The question that somebody was asked last.
SELECT asking.question_id FROM asking JOIN question ON question.id = asking.question_id
 WHERE asking.person_id = :person_id AND asking.asked_at > :since AND question.asker_id IS NOT NULL
 ORDER BY asking.asked_at DESC, question.seq DESC LIMIT 1;

-- name: questions_waiting_in_all()$
SELECT count(*) FROM question WHERE state = 'open';

-- name: questions_waiting(limit)
-- Oldest first.
SELECT id FROM question WHERE state = 'open' ORDER BY seq LIMIT :limit;

-- name: question_words(id, words)!
UPDATE question SET words = :words WHERE id = :id;

-- name: question_with_organisers(id, at)!
UPDATE question SET organisers_at = :at WHERE id = :id AND organisers_at IS NULL;

-- name: question_widened(id)!
UPDATE question SET widened = 1 WHERE id = :id;

-- name: question_answered(id, person_id, at)!
UPDATE question SET state = 'answered', answered_at = coalesce(answered_at, :at), answered_by = :person_id, ended_at = :at
 WHERE id = :id AND state = 'open';

-- name: question_withdrawn(id, at)!
UPDATE question SET state = 'withdrawn', ended_at = :at WHERE id = :id AND state = 'open';

-- name: question_again(id, at)!
-- Asked again: the clock begins anew.
UPDATE question SET state = 'open', clock_at = :at, ended_at = NULL, organisers_at = NULL WHERE id = :id AND state <> 'open';

-- name: question_keeps(id, keeps)!
UPDATE question SET keeps = :keeps WHERE id = :id;

-- name: first_answers(topic, since)
-- Seconds from question to first human answer, of late.
SELECT answered_at - asked_at FROM question WHERE topic = :topic AND answered_at > :since ORDER BY answered_at;

-- name: asking_add(question_id, person_id, apprentice, at, message_key)!
INSERT INTO asking (question_id, person_id, state, apprentice, asked_at, message_key)
VALUES (:question_id, :person_id, 'asked', :apprentice, :at, :message_key)
    ON CONFLICT (question_id, person_id) DO NOTHING;

-- name: askings(question_id)
SELECT question_id, person_id, state, apprentice, asked_at, message_key FROM asking WHERE question_id = :question_id ORDER BY asked_at, person_id;

-- name: asking_by_message(message_key)^
SELECT question_id, person_id, state, apprentice, asked_at, message_key FROM asking WHERE message_key = :message_key;

-- name: asked_now(person_id)
-- Open questions that somebody is asked; oldest first.
SELECT asking.question_id FROM asking JOIN question ON question.id = asking.question_id
 WHERE asking.person_id = :person_id AND asking.state IN ('asked', 'nudged') AND question.state = 'open' ORDER BY question.seq;

-- name: asking_state(question_id, person_id, state)!
UPDATE asking SET state = :state WHERE question_id = :question_id AND person_id = :person_id;

-- name: asking_message(question_id, person_id, message_key)!
-- The latest message with which they were asked.
UPDATE asking SET message_key = :message_key WHERE question_id = :question_id AND person_id = :person_id;

-- name: asking_again(question_id, person_id, at, message_key)!
UPDATE asking SET state = 'asked', asked_at = :at, message_key = :message_key
 WHERE question_id = :question_id AND person_id = :person_id;

-- name: askings_over(question_id)!
-- A question is asked again: whoever did not answer it may be asked anew.
DELETE FROM asking WHERE question_id = :question_id AND state <> 'answered';

-- name: purge_askings(before)!
DELETE FROM asking
 WHERE state <> 'answered' AND question_id IN (SELECT id FROM question WHERE state <> 'open' AND ended_at < :before);

-- name: purge_questions(before)!
DELETE FROM question WHERE state <> 'open' AND ended_at < :before;

-- name: relay_add(message_key, question_id, from_id, to_id, event_id, words, at)!
INSERT INTO relay (message_key, question_id, from_id, to_id, event_id, words, at)
VALUES (:message_key, :question_id, :from_id, :to_id, :event_id, :words, :at) ON CONFLICT (message_key) DO NOTHING;

-- name: relays_of_event(event_id)
SELECT message_key, question_id, from_id, to_id, event_id, words FROM relay WHERE event_id = :event_id ORDER BY message_key;

-- name: relay(message_key)^
SELECT message_key, question_id, from_id, to_id, event_id, words FROM relay WHERE message_key = :message_key;

-- name: relays_from(question_id, from_id)
-- What somebody had passed on about a question, in their order.
SELECT message_key, question_id, from_id, to_id, event_id, words FROM relay
 WHERE question_id = :question_id AND from_id = :from_id ORDER BY at, message_key;

-- name: relays_to(question_id, to_id)$
-- How many words about a question reached somebody, and have not been taken back.
SELECT count(*) FROM relay WHERE question_id = :question_id AND to_id = :to_id AND words <> '';

-- name: relay_words(message_key, words)!
UPDATE relay SET words = :words WHERE message_key = :message_key;

-- name: relay_taken_back(event_id)!
DELETE FROM relay WHERE event_id = :event_id;

-- name: last_helped(person_id)$
-- When somebody was last asked whether an answer had helped.
SELECT max(asked_at) FROM prompt WHERE person_id = :person_id AND flow = 'did_it_help';

-- name: held_referent(person_id)
SELECT topic, apprentice, since FROM referent WHERE person_id = :person_id ORDER BY topic;

-- name: held_referent_rule(person_id)
SELECT cap, resting, last_asked_at FROM referent_rule WHERE person_id = :person_id;

-- name: held_questions(person_id)
SELECT words, topic, named, asked_at, state, answered_at, keeps FROM question WHERE asker_id = :person_id ORDER BY seq;

-- name: held_askings(person_id)
SELECT question.words, asking.state, asking.asked_at FROM asking JOIN question ON question.id = asking.question_id
 WHERE asking.person_id = :person_id ORDER BY asking.asked_at, question.id;

-- name: held_relays(person_id)
SELECT words, at FROM relay WHERE from_id = :person_id ORDER BY at, message_key;

-- name: erase_asked(person_id)!
UPDATE question SET asker_id = NULL, words = '', event_id = NULL,
       state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END, ended_at = coalesce(ended_at, asked_at)
 WHERE asker_id = :person_id;

-- name: erase_answered(person_id)!
UPDATE question SET answered_by = NULL WHERE answered_by = :person_id;

-- name: erase_relays(person_id)!
DELETE FROM relay WHERE from_id = :person_id OR to_id = :person_id;
