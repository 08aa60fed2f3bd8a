-- Calls for help: what is asked of whom, what they said, and who may be asked. Who fits is not found in one statement: each way
-- to many people is a statement of its own, so that nobody waits for all of them together.

-- name: call_add(id, kind, words, author_id, language, need, audience, minutes, topic, urgent, at)!
-- One row the first time.
INSERT INTO call (id, seq, kind, words, author_id, language, need, audience, minutes, topic, urgent, state, written_at)
SELECT :id, coalesce((SELECT max(seq) FROM call), 0) + 1, :kind, :words, :author_id, :language, :need, :audience, :minutes,
       :topic, :urgent, 'draft', :at
 WHERE NOT EXISTS (SELECT 1 FROM call WHERE id = :id);

-- name: call(id)^
SELECT id, kind, words, author_id, language, need, audience, minutes, topic, urgent, state, written_at, begun_at, waves,
       last_wave_at, ended_at, task_id FROM call WHERE id = :id;

-- name: calls_in(state)
-- Oldest first.
SELECT id, kind, words, author_id, language, need, audience, minutes, topic, urgent, state, written_at, begun_at, waves,
       last_wave_at, ended_at, task_id FROM call WHERE state = :state ORDER BY seq;

-- name: call_changed(id, kind, words, language, need, audience, minutes, topic, urgent)!
-- One row as long as it is a draft.
UPDATE call SET kind = :kind, words = :words, language = :language, need = :need, audience = :audience, minutes = :minutes,
       topic = :topic, urgent = :urgent
 WHERE id = :id AND state = 'draft';

-- name: call_confirmed_clear(call_id)!
DELETE FROM call_confirmed WHERE call_id = :call_id;

-- name: call_confirm(call_id, person_id, at)!
-- One row the first time, as long as it is a draft.
INSERT INTO call_confirmed (call_id, person_id, at)
SELECT :call_id, :person_id, :at WHERE EXISTS (SELECT 1 FROM call WHERE id = :call_id AND state = 'draft')
    ON CONFLICT (call_id, person_id) DO NOTHING;

-- name: call_confirmations(call_id)
SELECT person_id FROM call_confirmed WHERE call_id = :call_id ORDER BY at, person_id;

-- name: call_begun(id, at)!
UPDATE call SET state = 'open', begun_at = :at WHERE id = :id AND state = 'draft';

-- name: call_wave(id, at)!
UPDATE call SET waves = waves + 1, last_wave_at = :at WHERE id = :id AND state = 'open';

-- name: call_ended(id, state, at)!
-- Everybody who fits was asked; still, enough may say yes after that.
UPDATE call SET state = :state, ended_at = :at
 WHERE id = :id AND (state IN ('draft', 'open') OR (state = 'exhausted' AND :state <> 'exhausted'));

-- name: call_became(id, task_id)!
UPDATE call SET task_id = :task_id WHERE id = :id;

-- name: called_add(call_id, person_id, prompt_key, at)!
-- In the wave that goes out now; nobody twice, and nobody when it is over.
INSERT INTO called (call_id, person_id, wave, prompt_key, asked_at, state)
SELECT :call_id, :person_id, (SELECT waves FROM call WHERE id = :call_id), :prompt_key, :at, 'asked'
 WHERE EXISTS (SELECT 1 FROM call WHERE id = :call_id AND state = 'open')
    ON CONFLICT (call_id, person_id) DO NOTHING;

-- name: called_offers(call_id, person_id, at, reaction_id)!
-- Without being asked, in a room. Whoever was asked has answered with it.
INSERT INTO called (call_id, person_id, wave, asked_at, state, answered_at, reaction_id)
SELECT :call_id, :person_id, 0, :at, 'yes', :at, :reaction_id
 WHERE EXISTS (SELECT 1 FROM call WHERE id = :call_id AND state IN ('open', 'exhausted'))
    ON CONFLICT (call_id, person_id) DO UPDATE
   SET state = 'yes', answered_at = excluded.answered_at, reaction_id = excluded.reaction_id WHERE called.state <> 'yes';

-- name: called_answer(call_id, person_id, state, at)!
-- A yes needs a call that still looks for people; the others can be said whenever it is, and taken back is a yes only.
UPDATE called SET state = :state, answered_at = :at, followed_up_at = CASE WHEN :state = 'yes' THEN followed_up_at END
 WHERE call_id = :call_id AND person_id = :person_id AND state <> :state AND (:state <> 'withdrawn' OR state = 'yes')
   AND (:state <> 'yes' OR EXISTS (SELECT 1 FROM call WHERE id = :call_id AND call.state IN ('open', 'exhausted')));

-- name: called_followed_up(call_id, person_id, at)!
-- One row the first time.
UPDATE called SET followed_up_at = :at
 WHERE call_id = :call_id AND person_id = :person_id AND state = 'yes' AND followed_up_at IS NULL;

-- name: called_in(call_id)
SELECT call_id, person_id, wave, prompt_key, asked_at, state, answered_at, followed_up_at, reaction_id
  FROM called WHERE call_id = :call_id ORDER BY wave, asked_at, person_id;

-- name: called_one(call_id, person_id)^
SELECT call_id, person_id, wave, prompt_key, asked_at, state, answered_at, followed_up_at, reaction_id
  FROM called WHERE call_id = :call_id AND person_id = :person_id;

-- name: called_of(person_id)
-- Of calls in which a yes counts, latest first.
SELECT call_id, person_id, wave, prompt_key, asked_at, called.state, answered_at, followed_up_at, reaction_id
  FROM called JOIN call ON call.id = called.call_id
 WHERE called.person_id = :person_id AND call.state IN ('open', 'exhausted') ORDER BY asked_at DESC, call_id;

-- name: calls_around(person_id)
-- That they wrote, or said yes to, as far as anything still comes of it.
SELECT id FROM call
 WHERE state <> 'draft' AND (author_id = :person_id
       OR (state <> 'cancelled' AND EXISTS (SELECT 1 FROM called WHERE call_id = call.id AND called.person_id = :person_id)))
 ORDER BY seq;

-- name: called_by_reaction(reaction_id)^
SELECT call_id, person_id FROM called WHERE reaction_id = :reaction_id;

-- name: called_counts(call_id)
SELECT state, count(*) FROM called WHERE call_id = :call_id GROUP BY state;

-- name: offers_waiting()
-- Yeses to which nobody has turned by name, of calls that were not called off; longest first.
SELECT call_id, person_id, answered_at FROM called JOIN call ON call.id = called.call_id
 WHERE called.state = 'yes' AND followed_up_at IS NULL AND call.state <> 'cancelled' ORDER BY answered_at, call_id, person_id;

-- name: no_calls_add(person_id, topic, at)!
INSERT INTO no_calls (person_id, topic, since) VALUES (:person_id, :topic, :at) ON CONFLICT (person_id, topic) DO NOTHING;

-- name: no_calls_remove(person_id, topic)!
DELETE FROM no_calls WHERE person_id = :person_id AND topic = :topic;

-- name: no_calls_of(person_id)
SELECT topic FROM no_calls WHERE person_id = :person_id ORDER BY since, topic;

-- name: people_unusual(language, at, unanswered, newcomers, since)
-- The others speak that language with the bot, are not paused (from all, or from calls), are no newcomers (where that is asked), and answer.
SELECT id, locale, CASE WHEN coalesce(paused_until, 0) > :at OR id IN (SELECT person_id FROM quiet WHERE about = 'calls' AND (until IS NULL OR until > :at))
               OR id IN (SELECT person_id FROM unheard) THEN 1 ELSE 0 END, unanswered,
       CASE WHEN :newcomers = 1 AND coalesce(onboarded_at, :at) > :since THEN 1 ELSE 0 END
  FROM person
 WHERE paused_until > :at OR id IN (SELECT person_id FROM quiet WHERE about = 'calls' AND (until IS NULL OR until > :at))
    OR id IN (SELECT person_id FROM unheard) OR unanswered >= :unanswered OR (locale <> :language AND locale NOT LIKE :language || '@%')
    OR (:newcomers = 1 AND coalesce(onboarded_at, :at) > :since);

-- name: languages_of_others(language, at)
-- What those said who speak another language than this with the bot. CROSS JOIN: SQLite keeps that order.
SELECT person.id, person_fact.value
  FROM person CROSS JOIN person_fact
 WHERE person_fact.person_id = person.id AND person_fact.kind = 'languages' AND locale <> :language AND locale NOT LIKE :language || '@%' AND (expires_at IS NULL OR expires_at > :at);

-- name: people_declined(purpose)
-- Whose latest word is a no.
SELECT no.person_id FROM consent AS no
 WHERE no.purpose = :purpose AND no.given = 0
   AND NOT EXISTS (SELECT 1 FROM consent AS later
                    WHERE later.person_id = no.person_id AND later.purpose = :purpose AND later.seq > no.seq);

-- name: people_gone()
SELECT DISTINCT room.person_id FROM room
 WHERE room.state = 'left' AND room.kind = 'direct' AND room.person_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM room AS other
                    WHERE other.person_id = room.person_id AND other.kind = 'direct' AND other.state = 'joined');

-- name: people_refusing(topic)
SELECT person_id FROM no_calls WHERE topic = :topic;

-- name: people_called()
-- When last, as long as it is remembered.
SELECT person_id, max(asked_at) FROM called WHERE wave > 0 GROUP BY person_id;

-- name: people_called_urgently(since)
SELECT DISTINCT called.person_id FROM call CROSS JOIN called ON called.call_id = call.id
 WHERE call.urgent = 1 AND called.wave > 0 AND called.asked_at > :since;

-- name: people_with_interest(interest)
SELECT person_id FROM person_interest WHERE interest = :interest;

-- name: facts_said(kind)
-- What was ever said of it, each once.
SELECT DISTINCT value FROM person_fact WHERE kind = :kind;

-- name: people_saying(kind, value, at)
SELECT person_id FROM person_fact WHERE kind = :kind AND value = :value AND (expires_at IS NULL OR expires_at > :at);

-- name: purge_calls(before)!
DELETE FROM call WHERE state <> 'open' AND coalesce(ended_at, written_at) < :before;

-- name: held_calls(person_id)
SELECT kind, words, state, written_at FROM call WHERE author_id = :person_id ORDER BY seq;

-- name: held_call_confirmed(person_id)
SELECT words, at FROM call_confirmed JOIN call ON call.id = call_confirmed.call_id
 WHERE call_confirmed.person_id = :person_id ORDER BY at, call.seq;

-- name: held_called(person_id)
SELECT words, asked_at, called.state, answered_at, followed_up_at FROM called JOIN call ON call.id = called.call_id
 WHERE called.person_id = :person_id ORDER BY asked_at, call.seq;

-- name: held_no_calls(person_id)
SELECT topic, since FROM no_calls WHERE person_id = :person_id ORDER BY since, topic;

-- name: erase_draft_calls(person_id)!
-- What went out stays, without their name.
DELETE FROM call WHERE author_id = :person_id AND state = 'draft';

-- name: erase_call_author(person_id)!
UPDATE call SET author_id = NULL WHERE author_id = :person_id;
