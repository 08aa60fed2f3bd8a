-- What is held of one person, table by table, for `mes données`. store/privacy.py says which query is for which table.

-- name: held_person(person_id)
SELECT name, locale, first_seen_at, last_seen_at, onboarded_at, paused_until FROM person WHERE id = :person_id;

-- name: held_consent(person_id)
SELECT purpose, given, text_version, at FROM consent WHERE person_id = :person_id ORDER BY seq;

-- name: held_facts(person_id)
SELECT kind, value, said_at, confirmed_at, expires_at FROM person_fact WHERE person_id = :person_id ORDER BY kind;

-- name: held_conversation(person_id)
SELECT state, at FROM conversation WHERE person_id = :person_id;

-- name: held_prompts(person_id)
SELECT flow, slots, asked_at, valid_until, state FROM prompt WHERE person_id = :person_id ORDER BY asked_at, id;

-- name: held_timers(person_id)
SELECT kind, subject, due_at, state FROM timer WHERE person_id = :person_id ORDER BY due_at, id;

-- name: held_rooms(person_id)
SELECT id, kind, encrypted, state, since FROM room WHERE person_id = :person_id ORDER BY since, id;

-- name: held_inbox(person_id)
SELECT at, kind, content FROM inbox WHERE person_id = :person_id AND content <> '' ORDER BY seq;

-- name: held_outbox(person_id)
-- Not what stood in the files: the one that this goes into would hold all that were made before.
SELECT queued_at, op, CASE WHEN op = 'file' THEN '' ELSE content END, state, reason FROM outbox
 WHERE person_id = :person_id AND content <> '' ORDER BY seq;

-- What others were asked and told about the questions of somebody who is erased, by timers and by third persons. (What their own words
-- have caused: erase_told.) These come before the questions themselves are emptied.

-- name: erase_quoted(person_id)!
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE coalesce(person_id, '') <> :person_id AND content <> '' AND idem_key IN
       (SELECT idem_key FROM outbox WHERE subject IN (SELECT id FROM question WHERE asker_id = :person_id)
        UNION SELECT digest_key FROM outbox WHERE subject IN (SELECT id FROM question WHERE asker_id = :person_id)
        UNION SELECT hangs.idem_key FROM outbox AS hangs JOIN outbox AS above ON above.idem_key = hangs.parent_key
               WHERE above.subject IN (SELECT id FROM question WHERE asker_id = :person_id));

-- name: erase_quoted_prompts(person_id)!
UPDATE prompt SET slots = '{}', state = CASE WHEN state = 'open' THEN 'expired' ELSE state END
 WHERE person_id <> :person_id
   AND (EXISTS (SELECT 1 FROM question WHERE asker_id = :person_id
                   AND replace(prompt.slots, '"question": "' || question.id || '"', '') <> prompt.slots)
        OR (flow IN ('digest', 'welcome_back') AND message_key IN
            (SELECT digest_key FROM outbox WHERE subject IN (SELECT id FROM question WHERE asker_id = :person_id))));

-- name: erase_caused_prompts(person_id)!
-- Of what is over.
UPDATE prompt SET slots = '{}'
 WHERE person_id <> :person_id AND state <> 'open' AND message_key IN
       (SELECT idem_key FROM outbox WHERE caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id));

-- name: naming_prompts(person_id)
-- What is open, and asks somebody to turn to them; whoever sees to it afterwards finds it by its other slots.
SELECT id, slots FROM prompt WHERE person_id <> :person_id AND state = 'open' AND flow = 'turn_to' AND message_key IN
       (SELECT idem_key FROM outbox WHERE caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id));

-- name: things_of(person_id)
-- Ids of their questions, and of what others were asked because of their words.
SELECT id FROM question WHERE asker_id = :person_id
UNION SELECT prompt.id FROM prompt JOIN outbox ON outbox.idem_key = prompt.message_key
       WHERE prompt.person_id <> :person_id AND outbox.caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id);

-- name: other_conversations(person_id)
SELECT person_id, state, at FROM conversation WHERE person_id <> :person_id;
