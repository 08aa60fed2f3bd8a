-- When, how much and about what somebody is written to; what was held back, and the digest that tells it.

-- ------------------------------------------------------------------------------------------------------------ wishes
-- name: quiet_set(person_id, about, until, at)!
INSERT INTO quiet (person_id, about, until, said_at) VALUES (:person_id, :about, :until, :at)
ON CONFLICT (person_id, about) DO UPDATE SET until = excluded.until, said_at = excluded.said_at;

-- name: quiet_end(person_id, about)!
-- One row when they had wanted to hear nothing about it.
DELETE FROM quiet WHERE person_id = :person_id AND about = :about;

-- name: quiet_of(person_id, at)
SELECT about, until FROM quiet WHERE person_id = :person_id AND (until IS NULL OR until > :at) ORDER BY said_at, about;

-- name: quiet_lapsed(at)!
DELETE FROM quiet WHERE until <= :at;

-- name: reachable_set(person_id, from_hour, to_hour, days, per_day, per_week, at)!
INSERT INTO reachable (person_id, from_hour, to_hour, days, per_day, per_week, said_at)
VALUES (:person_id, :from_hour, :to_hour, :days, :per_day, :per_week, :at)
ON CONFLICT (person_id) DO UPDATE
   SET from_hour = excluded.from_hour, to_hour = excluded.to_hour, days = excluded.days, per_day = excluded.per_day,
       per_week = excluded.per_week, said_at = excluded.said_at;

-- name: reachable_of(person_id)^
SELECT from_hour, to_hour, days, per_day, per_week FROM reachable WHERE person_id = :person_id;

-- name: urgent_passes(person_id, since, but)
-- When urgent messages passed the budgets; one that is under way (`but`) does not stand in its own way.
SELECT coalesce(sent_at, tried_at) FROM outbox
 WHERE person_id = :person_id AND urgent = 2 AND idem_key <> :but AND state IN ('queued', 'sent', 'unknown')
   AND coalesce(sent_at, tried_at) > :since
 ORDER BY 1 DESC;

-- name: urgent_passing(idem_key)!
UPDATE outbox SET urgent = 2 WHERE idem_key = :idem_key AND urgent = 1;

-- ------------------------------------------------------------------------------------------------------- held, packed
-- name: held_back(idem_key, at)!
UPDATE outbox SET held_at = coalesce(held_at, :at) WHERE idem_key = :idem_key AND state = 'queued';

-- name: held_behind(person_id, at)!
-- What stands in line behind a message that is held back is held back for the same reason, though the gate was not asked about it.
UPDATE outbox
   SET held_at = :at,
       reason = (SELECT held.reason FROM outbox AS held
                  WHERE held.person_id = :person_id AND held.state = 'queued' AND held.held_at IS NOT NULL AND held.digest_key IS NULL
                    AND held.lane = outbox.lane AND held.purpose = outbox.purpose AND held.about = outbox.about
                    AND held.urgent = outbox.urgent AND held.seq < outbox.seq
                  ORDER BY held.seq DESC LIMIT 1)
 WHERE person_id = :person_id AND state = 'queued' AND op = 'say' AND held_at IS NULL AND not_before <= :at
   AND EXISTS (SELECT 1 FROM outbox AS held
                WHERE held.person_id = :person_id AND held.state = 'queued' AND held.held_at IS NOT NULL AND held.digest_key IS NULL
                  AND held.lane = outbox.lane AND held.purpose = outbox.purpose AND held.about = outbox.about
                  AND held.urgent = outbox.urgent AND held.seq < outbox.seq);

-- name: held_of(person_id)
-- All that is held back and no digest has taken; whether its question is over, and until when it can be answered. What was tried may have reached them:
-- it is tried again by itself.
SELECT outbox.idem_key, outbox.purpose, outbox.about, outbox.subject, outbox.reason, outbox.held_at, outbox.not_before,
       coalesce(outbox.valid_until, prompt.valid_until), coalesce(prompt.state, 'open') <> 'open', outbox.content
  FROM outbox LEFT JOIN prompt ON prompt.message_key = outbox.idem_key
 WHERE outbox.person_id = :person_id AND outbox.state = 'queued' AND outbox.op = 'say' AND outbox.held_at IS NOT NULL
   AND outbox.digest_key IS NULL AND outbox.first_try_at IS NULL
 ORDER BY outbox.held_at, outbox.seq;

-- name: held_look_again(person_id, at)!
-- What the gate held back is asked about once more, now; a failed try keeps its turn.
UPDATE outbox SET not_before = :at
 WHERE person_id = :person_id AND state = 'queued' AND held_at IS NOT NULL AND digest_key IS NULL AND first_try_at IS NULL
   AND not_before > :at;

-- name: digest_pack(idem_key, digest_key)!
-- One row, unless another digest tells it, or it is sent or withdrawn.
UPDATE outbox SET digest_key = :digest_key
 WHERE idem_key = :idem_key AND state = 'queued' AND held_at IS NOT NULL AND digest_key IS NULL AND first_try_at IS NULL;

-- name: digest_withdraw(digest_key, reason)!
-- One row, unless it may have reached them.
UPDATE outbox SET state = 'withdrawn', reason = :reason
 WHERE idem_key = :digest_key AND state = 'queued' AND first_try_at IS NULL;

-- name: digest_withdraw_buttons(digest_key, reason)!
UPDATE outbox SET state = 'withdrawn', reason = :reason WHERE state = 'queued' AND op = 'react' AND parent_key = :digest_key;

-- name: digest_unpack(digest_key)!
-- That digest is not sent: what it would have told is held as before.
UPDATE outbox SET digest_key = NULL WHERE digest_key = :digest_key AND state = 'queued';

-- name: digest_tells(digest_key)
SELECT idem_key, purpose, about, state FROM outbox WHERE digest_key = :digest_key ORDER BY seq;

-- name: digest_told(digest_key, state)!
-- What it has told is sent, though not by itself: `sent_at` stays empty, so that no budget counts it twice.
UPDATE outbox SET state = :state, reason = 'digest' WHERE digest_key = :digest_key AND state = 'queued';

-- name: digest_told_buttons(digest_key)!
-- What hangs on a message that was never sent by itself hangs on nothing.
UPDATE outbox SET state = 'withdrawn', reason = 'digest'
 WHERE state = 'queued' AND op = 'react' AND parent_key IN (SELECT idem_key FROM outbox WHERE digest_key = :digest_key);

-- name: digest_in_full(digest_key)$
SELECT 1 FROM outbox WHERE idem_key = :digest_key AND parent_key IS NOT NULL AND op = 'say';

-- name: told_by_digest(idem_key)$
SELECT 1 FROM outbox WHERE idem_key = :idem_key AND digest_key IS NOT NULL AND state <> 'queued';

-- name: told_about(idem_key)^
SELECT purpose, about, subject, content FROM outbox WHERE idem_key = :idem_key;

-- name: waits(person_id, subject)
-- What the gate holds back, by what it is about and why; of one person or ('') of everybody, about one object or ('') any.
SELECT about, purpose, reason, count(*), min(not_before), max(not_before)
  FROM outbox LEFT JOIN prompt ON prompt.message_key = outbox.idem_key
 WHERE outbox.state = 'queued' AND op = 'say' AND held_at IS NOT NULL AND outbox.person_id IS NOT NULL
   AND (:person_id = '' OR outbox.person_id = :person_id) AND (:subject = '' OR subject = :subject)
   AND coalesce(prompt.state, 'open') = 'open'
 GROUP BY about, purpose, reason;

-- name: held_withdraw(idem_key, reason)!
-- What was tried may have reached them: it is tried again, never withdrawn.
UPDATE outbox SET state = 'withdrawn', reason = :reason
 WHERE state = 'queued' AND first_try_at IS NULL AND (idem_key = :idem_key OR (op = 'react' AND parent_key = :idem_key));

-- ------------------------------------------------------------------------------------------------------------ digests
-- name: digest_of(person_id)^
SELECT rhythm, last_at FROM digest WHERE person_id = :person_id;

-- name: digest_rhythm(person_id, rhythm, at)!
INSERT INTO digest (person_id, rhythm, said_at) VALUES (:person_id, :rhythm, :at)
ON CONFLICT (person_id) DO UPDATE SET rhythm = excluded.rhythm, said_at = excluded.said_at;

-- name: digest_last(person_id, at)!
INSERT INTO digest (person_id, last_at) VALUES (:person_id, :at)
ON CONFLICT (person_id) DO UPDATE SET last_at = excluded.last_at
 WHERE digest.last_at IS NULL OR digest.last_at < excluded.last_at;

-- -------------------------------------------------------------------------------------------------- showing, erasing
-- name: held_quiet(person_id)
SELECT about, until, said_at FROM quiet WHERE person_id = :person_id ORDER BY said_at, about;

-- name: held_reachable(person_id)
SELECT from_hour, to_hour, days, per_day, per_week, said_at FROM reachable WHERE person_id = :person_id;

-- name: held_digest(person_id)
SELECT rhythm, said_at, last_at FROM digest WHERE person_id = :person_id;

-- name: erase_digests(person_id)!
-- Digests of others tell in their own words what they were told because of a person: the texts go, and what is not sent yet is made anew without it.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE coalesce(person_id, '') <> :person_id AND idem_key IN
       (SELECT digest_key FROM outbox WHERE digest_key IS NOT NULL AND caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id));

-- name: erase_digest_prompts(person_id)!
-- Nor does what is kept of a list for its numbers; the list can be asked for anew.
UPDATE prompt SET slots = '{}', state = CASE WHEN flow = 'digest' THEN 'expired' ELSE state END
 WHERE person_id <> :person_id AND flow IN ('digest', 'welcome_back') AND message_key IN
       (SELECT digest_key FROM outbox WHERE digest_key IS NOT NULL AND caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id));

-- name: erase_put_again(person_id)!
-- What they were shown once more of it is told because of a person, too.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE person_id <> :person_id AND idem_key IN
       (SELECT prompt.message_key FROM prompt JOIN outbox AS asked ON asked.idem_key = prompt.id
         WHERE prompt.message_key <> prompt.id AND asked.caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id));

-- name: digests_torn()!
-- What a digest was about to tell that is not sent after all is held again.
UPDATE outbox SET digest_key = NULL
 WHERE state = 'queued' AND digest_key IN (SELECT idem_key FROM outbox WHERE state IN ('withdrawn', 'dead'));
