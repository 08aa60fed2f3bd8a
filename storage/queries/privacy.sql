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
