-- name: person_add(id, locale, at)!
-- One row when the person is new.
INSERT INTO person (id, locale, first_seen_at, last_seen_at) VALUES (:id, :locale, :at, :at) ON CONFLICT (id) DO NOTHING;

-- name: person(id)^
SELECT id, name, locale, first_seen_at, last_seen_at, onboarded_at, paused_until, unanswered FROM person WHERE id = :id;

-- name: people_named()
SELECT id, name FROM person WHERE name <> '' ORDER BY id;

-- name: person_spoke(id, at)!
UPDATE person SET last_seen_at = :at, unanswered = 0 WHERE id = :id;

-- name: person_locale(id, locale)!
UPDATE person SET locale = :locale WHERE id = :id;

-- name: person_name(id, name)!
UPDATE person SET name = :name WHERE id = :id;

-- name: person_onboarded(id, at)!
-- One row the first time.
UPDATE person SET onboarded_at = :at WHERE id = :id AND onboarded_at IS NULL;

-- name: person_paused(id, until)!
UPDATE person SET paused_until = :until WHERE id = :id;

-- name: person_unanswered(id)!
UPDATE person SET unanswered = unanswered + 1 WHERE id = :id;

-- name: silent_people(before)
SELECT id FROM person WHERE last_seen_at < :before;

-- name: person_erase(id)!
-- What hangs on a person goes with them (ON DELETE CASCADE).
DELETE FROM person WHERE id = :id;
