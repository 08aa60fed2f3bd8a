-- name: consent_add(id, person_id, purpose, given, text_version, event_id, at)!
INSERT INTO consent (id, seq, person_id, purpose, given, text_version, event_id, at)
SELECT :id, coalesce((SELECT max(seq) FROM consent), 0) + 1, :person_id, :purpose, :given, :text_version, :event_id, :at
 WHERE NOT EXISTS (SELECT 1 FROM consent WHERE id = :id);

-- name: consents(person_id)
-- The latest word on each purpose.
SELECT purpose, given, text_version, at FROM (
    SELECT purpose, given, text_version, at, row_number() OVER (PARTITION BY purpose ORDER BY seq DESC) AS place
      FROM consent WHERE person_id = :person_id
) AS latest WHERE place = 1 ORDER BY purpose;

-- name: skill_set(person_id, skill, level, at)!
INSERT INTO person_skill (person_id, skill, level, said_at, confirmed_at) VALUES (:person_id, :skill, :level, :at, :at)
    ON CONFLICT (person_id, skill) DO UPDATE SET level = excluded.level, confirmed_at = excluded.confirmed_at;

-- name: skills(person_id)
SELECT skill, level, said_at, confirmed_at FROM person_skill WHERE person_id = :person_id ORDER BY said_at, skill;

-- name: skill_remove(person_id, skill)!
DELETE FROM person_skill WHERE person_id = :person_id AND skill = :skill;

-- name: interest_set(person_id, interest, visible, at)!
INSERT INTO person_interest (person_id, interest, visible, said_at, confirmed_at) VALUES (:person_id, :interest, :visible, :at, :at)
    ON CONFLICT (person_id, interest) DO UPDATE SET visible = excluded.visible, confirmed_at = excluded.confirmed_at;

-- name: interests(person_id)
SELECT interest, visible, said_at, confirmed_at FROM person_interest WHERE person_id = :person_id ORDER BY said_at, interest;

-- name: interest_remove(person_id, interest)!
DELETE FROM person_interest WHERE person_id = :person_id AND interest = :interest;

-- name: availability_add(person_id, slot, at)!
INSERT INTO person_availability (person_id, slot, said_at, confirmed_at) VALUES (:person_id, :slot, :at, :at)
    ON CONFLICT (person_id, slot) DO UPDATE SET confirmed_at = excluded.confirmed_at;

-- name: availability(person_id)
SELECT slot, said_at, confirmed_at FROM person_availability WHERE person_id = :person_id ORDER BY slot;

-- name: availability_remove(person_id, slot)!
DELETE FROM person_availability WHERE person_id = :person_id AND slot = :slot;

-- name: fact_set(person_id, kind, value, at, expires_at)!
INSERT INTO person_fact (person_id, kind, value, said_at, confirmed_at, expires_at)
VALUES (:person_id, :kind, :value, :at, :at, :expires_at)
    ON CONFLICT (person_id, kind) DO UPDATE SET value = excluded.value, said_at = excluded.said_at,
       confirmed_at = excluded.confirmed_at, expires_at = excluded.expires_at;

-- name: facts(person_id, at)
SELECT kind, value, said_at, confirmed_at, expires_at FROM person_fact
 WHERE person_id = :person_id AND (expires_at IS NULL OR expires_at > :at) ORDER BY kind;

-- name: fact_remove(person_id, kind)!
DELETE FROM person_fact WHERE person_id = :person_id AND kind = :kind;

-- name: facts_lapsed(at)!
DELETE FROM person_fact WHERE expires_at <= :at;

-- name: confirm_skills(person_id, at)!
UPDATE person_skill SET confirmed_at = :at WHERE person_id = :person_id;

-- name: confirm_interests(person_id, at)!
UPDATE person_interest SET confirmed_at = :at WHERE person_id = :person_id;

-- name: confirm_availability(person_id, at)!
UPDATE person_availability SET confirmed_at = :at WHERE person_id = :person_id;

-- name: unknown_add(person_id, kind, words, at)!
INSERT INTO unknown_word (person_id, kind, words, said_at) VALUES (:person_id, :kind, :words, :at)
    ON CONFLICT (person_id, kind, words) DO NOTHING;

-- name: unknown_words(person_id)
SELECT kind, words, said_at FROM unknown_word WHERE person_id = :person_id ORDER BY said_at, words;

-- name: unknown_remove(person_id, kind, words)!
DELETE FROM unknown_word WHERE person_id = :person_id AND kind = :kind AND words = :words;

-- name: skipped_add(person_id, flow, at)!
INSERT INTO skipped (person_id, flow, skipped_at) VALUES (:person_id, :flow, :at) ON CONFLICT (person_id, flow) DO NOTHING;

-- name: skipped(person_id)
SELECT flow, skipped_at FROM skipped WHERE person_id = :person_id ORDER BY skipped_at, flow;

-- name: skipped_remove(person_id, flow)!
DELETE FROM skipped WHERE person_id = :person_id AND flow = :flow;
