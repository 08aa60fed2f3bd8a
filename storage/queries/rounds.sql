-- Pairing everybody: who may be paired, who must not, and what came of it.

-- name: meeting_page(after, limit, at)
-- The next people who want to be introduced and have agreed to it: whether they are paused, or want to hear nothing about it now, and whether one waits for answers.
SELECT meets.person_id, rhythm, trios, since, last_asked_at, left_over, meets.unanswered, stopped_at, wanted_at,
       person.locale, CASE WHEN coalesce(person.paused_until, 0) > :at
                            OR EXISTS (SELECT 1 FROM quiet WHERE quiet.person_id = meets.person_id AND about = 'introductions'
                                          AND (until IS NULL OR until > :at))
                            OR EXISTS (SELECT 1 FROM unheard WHERE unheard.person_id = meets.person_id) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
                          WHERE introduced.person_id = meets.person_id AND introduction.state = 'asked' AND kind <> 'welcome') THEN 1 ELSE 0 END
  FROM meets JOIN person ON person.id = meets.person_id
 WHERE meets.person_id > :after
   AND coalesce((SELECT given FROM consent WHERE consent.person_id = meets.person_id AND purpose = 'introductions'
                  ORDER BY consent.seq DESC LIMIT 1), 0) = 1
 ORDER BY meets.person_id LIMIT :limit;

-- name: meeting_interests(after, last)
-- What may be told to others only.
SELECT person_interest.person_id, interest FROM meets JOIN person_interest ON person_interest.person_id = meets.person_id
 WHERE meets.person_id > :after AND meets.person_id <= :last AND visible = 1 ORDER BY person_interest.person_id, interest;

-- name: meeting_skills(after, last)
SELECT person_skill.person_id, skill, level FROM meets JOIN person_skill ON person_skill.person_id = meets.person_id
 WHERE meets.person_id > :after AND meets.person_id <= :last ORDER BY person_skill.person_id, skill;

-- name: meeting_facts(after, last, at)
SELECT person_fact.person_id, kind, value FROM meets JOIN person_fact ON person_fact.person_id = meets.person_id
 WHERE meets.person_id > :after AND meets.person_id <= :last AND kind IN ('place', 'local_group', 'languages')
   AND (expires_at IS NULL OR expires_at > :at) ORDER BY person_fact.person_id, kind;

-- name: meeting(person_id, at)^
-- The same of one of them.
SELECT meets.person_id, rhythm, trios, since, last_asked_at, left_over, meets.unanswered, stopped_at, wanted_at,
       person.locale, CASE WHEN coalesce(person.paused_until, 0) > :at
                            OR EXISTS (SELECT 1 FROM quiet WHERE quiet.person_id = meets.person_id AND about = 'introductions'
                                          AND (until IS NULL OR until > :at))
                            OR EXISTS (SELECT 1 FROM unheard WHERE unheard.person_id = meets.person_id) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM introduced JOIN introduction ON introduction.id = introduced.introduction_id
                          WHERE introduced.person_id = meets.person_id AND introduction.state = 'asked' AND kind <> 'welcome') THEN 1 ELSE 0 END
  FROM meets JOIN person ON person.id = meets.person_id
 WHERE meets.person_id = :person_id
   AND coalesce((SELECT given FROM consent WHERE consent.person_id = meets.person_id AND purpose = 'introductions'
                  ORDER BY consent.seq DESC LIMIT 1), 0) = 1;

-- name: bars(after, last, since)
-- Pairs who must not be paired, of those people as the lesser of the two: by people, since no index leads along such pairs.
SELECT a_id, b_id FROM met WHERE a_id > :after AND a_id <= :last AND at > :since
UNION SELECT one.person_id, other.person_id
        FROM introduced AS one
        JOIN introduction ON introduction.id = one.introduction_id AND introduction.asked_at > :since
        JOIN introduced AS other ON other.introduction_id = one.introduction_id AND other.person_id > one.person_id
       WHERE one.person_id > :after AND one.person_id <= :last
UNION SELECT person_id, other_id FROM block WHERE person_id > :after AND person_id <= :last AND other_id > person_id
UNION SELECT other_id, person_id FROM block WHERE other_id > :after AND other_id <= :last AND person_id > other_id
 ORDER BY 1, 2;

-- name: bars_of(person_id, since)
SELECT b_id FROM met WHERE a_id = :person_id AND at > :since
UNION SELECT a_id FROM met WHERE b_id = :person_id AND at > :since
UNION SELECT other.person_id
        FROM introduced AS one
        JOIN introduction ON introduction.id = one.introduction_id AND introduction.asked_at > :since
        JOIN introduced AS other ON other.introduction_id = one.introduction_id
       WHERE one.person_id = :person_id AND other.person_id <> :person_id
UNION SELECT other_id FROM block WHERE person_id = :person_id
UNION SELECT person_id FROM block WHERE other_id = :person_id;

-- name: round_save(id, at, seed, rules, people, rarity, result)!
-- Saved again, it says what came of it.
INSERT INTO round (id, seq, at, seed, rules, people, rarity, result)
SELECT :id, coalesce((SELECT max(seq) FROM round), 0) + 1, :at, :seed, :rules, :people, :rarity, :result WHERE 1 = 1
    ON CONFLICT (id) DO UPDATE SET people = excluded.people, rarity = excluded.rarity, result = excluded.result;

-- name: round_members_drop(round_id, below)!
DELETE FROM round_member WHERE round_id = :round_id AND n < :below;

-- name: round_bars_drop(round_id, below)!
DELETE FROM round_bar WHERE round_id = :round_id AND a < :below;

-- name: round_drop(id)!
DELETE FROM round WHERE id = :id;

-- name: round_member_add(round_id, n, person_id, facts)!
-- Whoever was erased since the round began keeps their number only.
INSERT INTO round_member (round_id, n, person_id, facts)
SELECT :round_id, :n, (SELECT id FROM person WHERE id = :person_id),
       CASE WHEN EXISTS (SELECT 1 FROM person WHERE id = :person_id) THEN :facts ELSE '' END WHERE 1 = 1
    ON CONFLICT (round_id, n) DO NOTHING;

-- name: round_bar_add(round_id, a, b)!
INSERT INTO round_bar (round_id, a, b) VALUES (:round_id, :a, :b) ON CONFLICT (round_id, a, b) DO NOTHING;

-- name: round(id)^
SELECT id, at, seed, rules, people, rarity, result FROM round WHERE id = :id;

-- name: rounds_last(limit)
-- Latest first.
SELECT id, at, seed, rules, people, rarity, result FROM round ORDER BY seq DESC LIMIT :limit;

-- name: round_members(round_id, first, below)
SELECT n, person_id, facts FROM round_member WHERE round_id = :round_id AND n >= :first AND n < :below ORDER BY n;

-- name: round_person(round_id, n)$
SELECT person_id FROM round_member WHERE round_id = :round_id AND n = :n;

-- name: round_bars(round_id, first, below)
SELECT a, b FROM round_bar WHERE round_id = :round_id AND a >= :first AND a < :below ORDER BY a, b;

-- name: purge_rounds(before)!
DELETE FROM round WHERE at < :before;

-- name: held_round_members(person_id)
SELECT round.at, facts FROM round_member JOIN round ON round.id = round_member.round_id
 WHERE round_member.person_id = :person_id ORDER BY round.seq;

-- name: erase_round_members(person_id)!
-- Their number stays, so that the others' numbers still fit.
UPDATE round_member SET person_id = NULL, facts = '' WHERE person_id = :person_id;
