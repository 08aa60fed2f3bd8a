-- name: outbox_add(idem_key, txn, person_id, room_id, lane, purpose, op, content, parent_key, caused_by, not_before, queued_at, about, subject, valid_until, urgent)!
-- One row the first time, none when the key is known.
INSERT INTO outbox (idem_key, seq, txn, person_id, room_id, lane, purpose, op, content, parent_key, caused_by, state, not_before, queued_at,
                    about, subject, valid_until, urgent)
SELECT :idem_key, coalesce((SELECT max(seq) FROM outbox), 0) + 1, :txn, :person_id, :room_id, :lane, :purpose, :op, :content,
       :parent_key, :caused_by, 'queued', :not_before, :queued_at, :about, :subject, :valid_until, :urgent
 WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE idem_key = :idem_key);

-- name: outbox_due(at, lane, seq, limit)
-- The next rows after one whose time has come: lower lanes first, within a lane the oldest. A row that waits for its hour lets other
-- purposes of its place (a person's own room, or a room; what says neither is a place of its own) pass, and what is about something
-- else or urgent, but not what follows it in its own lane; only that a room is no longer trusted passes all. What a digest is about to tell is not sent by itself, and nothing reacts
-- to what is not said yet. The plus keeps the rows in the order of their index: sorting all that wait would keep everybody waiting.
SELECT outbox.idem_key, outbox.txn, outbox.person_id, outbox.room_id, outbox.lane, outbox.purpose, outbox.op, outbox.content,
       parent.event_id, outbox.first_try_at, outbox.tries, outbox.queued_at, outbox.about, outbox.urgent, outbox.valid_until,
       outbox.subject, outbox.seq
  FROM outbox LEFT JOIN outbox AS parent ON parent.idem_key = outbox.parent_key
 WHERE outbox.state = 'queued' AND +outbox.not_before <= :at AND (outbox.lane, outbox.seq) > (:lane, :seq) AND outbox.digest_key IS NULL
   AND (outbox.op <> 'react' OR parent.state IS NULL OR parent.state <> 'queued')
   AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
                    WHERE earlier.person_id = outbox.person_id AND earlier.state = 'queued' AND earlier.digest_key IS NULL AND earlier.lane = outbox.lane
                      AND earlier.purpose = outbox.purpose AND earlier.about = outbox.about AND earlier.urgent = outbox.urgent AND earlier.seq < outbox.seq
                      AND coalesce(earlier.room_id, '') = coalesce(outbox.room_id, ''))
   AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
                    WHERE outbox.person_id IS NULL AND outbox.subject <> 'frozen' AND earlier.room_id = outbox.room_id AND earlier.state = 'queued' AND earlier.digest_key IS NULL
                      AND earlier.person_id IS NULL AND earlier.lane = outbox.lane AND earlier.purpose = outbox.purpose AND earlier.about = outbox.about AND earlier.urgent = outbox.urgent
                      AND earlier.seq < outbox.seq)
 ORDER BY outbox.lane, outbox.seq LIMIT :limit;

-- name: outbox_due_person(person_id, room_id, at)^
-- The same of one person's place; '': their own room.
SELECT outbox.idem_key, outbox.txn, outbox.person_id, outbox.room_id, outbox.lane, outbox.purpose, outbox.op, outbox.content,
       parent.event_id, outbox.first_try_at, outbox.tries, outbox.queued_at, outbox.about, outbox.urgent, outbox.valid_until,
       outbox.subject, outbox.seq
  FROM outbox LEFT JOIN outbox AS parent ON parent.idem_key = outbox.parent_key
 WHERE outbox.person_id = :person_id AND outbox.state = 'queued' AND +outbox.not_before <= :at AND coalesce(outbox.room_id, '') = :room_id
   AND outbox.digest_key IS NULL
   AND (outbox.op <> 'react' OR parent.state IS NULL OR parent.state <> 'queued')
   AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
                    WHERE earlier.person_id = outbox.person_id AND earlier.state = 'queued' AND earlier.digest_key IS NULL AND earlier.lane = outbox.lane
                      AND earlier.purpose = outbox.purpose AND earlier.about = outbox.about AND earlier.urgent = outbox.urgent AND earlier.seq < outbox.seq
                      AND coalesce(earlier.room_id, '') = coalesce(outbox.room_id, ''))
 ORDER BY outbox.lane, outbox.seq LIMIT 1;

-- name: outbox_due_room(room_id, at)^
-- The same of a room.
SELECT outbox.idem_key, outbox.txn, outbox.person_id, outbox.room_id, outbox.lane, outbox.purpose, outbox.op, outbox.content,
       parent.event_id, outbox.first_try_at, outbox.tries, outbox.queued_at, outbox.about, outbox.urgent, outbox.valid_until,
       outbox.subject, outbox.seq
  FROM outbox LEFT JOIN outbox AS parent ON parent.idem_key = outbox.parent_key
 WHERE outbox.room_id = :room_id AND outbox.state = 'queued' AND +outbox.not_before <= :at AND outbox.person_id IS NULL
   AND outbox.digest_key IS NULL
   AND (outbox.op <> 'react' OR parent.state IS NULL OR parent.state <> 'queued')
   AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
                    WHERE outbox.person_id IS NULL AND outbox.subject <> 'frozen' AND earlier.room_id = outbox.room_id AND earlier.state = 'queued' AND earlier.digest_key IS NULL
                      AND earlier.person_id IS NULL AND earlier.lane = outbox.lane AND earlier.purpose = outbox.purpose AND earlier.about = outbox.about AND earlier.urgent = outbox.urgent
                      AND earlier.seq < outbox.seq)
 ORDER BY outbox.lane, outbox.seq LIMIT 1;

-- name: outbox_next_due(at)$
SELECT min(not_before) FROM outbox WHERE state = 'queued' AND not_before > :at AND digest_key IS NULL;

-- name: outbox_trying(idem_key, at)!
UPDATE outbox SET tries = tries + 1, first_try_at = coalesce(first_try_at, :at), tried_at = :at WHERE idem_key = :idem_key;

-- name: outbox_sent(idem_key, event_id, room_id, at)!
UPDATE outbox SET state = 'sent', event_id = :event_id, room_id = :room_id, sent_at = :at, reason = '' WHERE idem_key = :idem_key;

-- name: outbox_later(idem_key, not_before, reason)!
UPDATE outbox SET not_before = :not_before, reason = :reason WHERE idem_key = :idem_key AND state = 'queued';

-- name: outbox_let_go(room_id, reason)!
UPDATE outbox SET not_before = 0, reason = '' WHERE room_id = :room_id AND state = 'queued' AND reason = :reason;

-- name: outbox_leave_room(room_id, reason)!
UPDATE outbox SET state = 'withdrawn', reason = :reason WHERE room_id = :room_id AND state = 'queued';

-- name: outbox_retry_now(at, latest)!
-- What was tried, and waits longer than any pause between two tries: the clock was set back since.
UPDATE outbox SET not_before = :at WHERE state = 'queued' AND tries > 0 AND purpose = 'reply' AND not_before > :latest;

-- name: outbox_ended(idem_key, state, reason)!
UPDATE outbox SET state = :state, reason = :reason WHERE idem_key = :idem_key AND state = 'queued';

-- name: outbox_unsay(idem_key)!
DELETE FROM outbox WHERE idem_key = :idem_key AND state = 'queued';

-- name: outbox_state(idem_key)$
SELECT state FROM outbox WHERE idem_key = :idem_key;

-- name: outbox_said_as(idem_key)$
SELECT teller.idem_key FROM outbox JOIN outbox AS teller ON teller.idem_key = outbox.digest_key
 WHERE outbox.idem_key = :idem_key AND teller.parent_key = outbox.idem_key AND teller.state = 'sent';

-- name: outbox_content(idem_key)$
SELECT content FROM outbox WHERE idem_key = :idem_key;

-- name: outbox_reworded(idem_key, content)!
UPDATE outbox SET content = :content
 WHERE state = 'queued' AND (idem_key = :idem_key OR (parent_key = :idem_key AND op = 'say' AND idem_key =
       (SELECT digest_key FROM outbox WHERE idem_key = :idem_key)));

-- name: outbox_key_of(event_id)$
-- Of a digest that says one message as it is: that one.
SELECT CASE WHEN op = 'say' THEN coalesce(parent_key, idem_key) ELSE idem_key END FROM outbox WHERE event_id = :event_id;

-- name: outbox_starts(person_id, since, but)
-- What was tried and is not known to be sent may have reached them all the same; only to itself (`but`) it is no hindrance.
SELECT coalesce(sent_at, tried_at) FROM outbox
 WHERE person_id = :person_id AND purpose <> 'reply' AND op = 'say'
   AND ((state = 'sent' AND sent_at > :since)
        OR (state IN ('queued', 'unknown') AND tried_at > :since AND idem_key <> :but))
 ORDER BY 1 DESC;

-- name: outbox_held(person_id)
SELECT idem_key, person_id, reason FROM outbox
 WHERE state = 'queued' AND reason <> '' AND (CAST(:person_id AS TEXT) IS NULL OR person_id = :person_id) ORDER BY seq;

-- name: outbox_any_queued()$
SELECT 1 FROM outbox WHERE state = 'queued' LIMIT 1;

-- name: outbox_waiting()$
SELECT count(*) FROM outbox WHERE state = 'queued';

-- name: outbox_doubt(since)!
UPDATE outbox SET first_try_at = coalesce(first_try_at, :since) WHERE state = 'queued';

-- name: outbox_unsure(since)
SELECT person_id, room_id FROM outbox WHERE state = 'unknown' AND tried_at >= :since ORDER BY seq;

-- name: outbox_fastest(since, more_than)^
SELECT max(together), max(CASE WHEN together > :more_than THEN sent_at END)
  FROM (SELECT sent_at, count(*) OVER (ORDER BY sent_at RANGE BETWEEN 59 PRECEDING AND CURRENT ROW) AS together
          FROM outbox WHERE state = 'sent' AND sent_at >= :since) AS sendings;

-- name: purge_outbox(before)!
UPDATE outbox SET content = '' WHERE queued_at < :before AND state <> 'queued' AND content <> '';

-- name: purge_outbox_keys(before)!
DELETE FROM outbox WHERE queued_at < :before AND state <> 'queued';

-- name: erase_outbox(person_id)!
-- All that was said to a person; what is still to be said to them is queued after this.
DELETE FROM outbox WHERE person_id = :person_id;

-- name: erase_told(person_id)!
-- What others were told because of a person: its text goes, and what was not sent yet is not sent any more.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE coalesce(person_id, '') <> :person_id AND caused_by IN (SELECT event_id FROM inbox WHERE person_id = :person_id);

-- name: erase_listed(person_id)!
-- What organisers were told after a restore names people.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE subject = 'restored' AND replace(content, :person_id, '') <> content;

-- name: erase_shown(person_id)!
-- What cards and boards in rooms have said may hold a name: the texts go, and edits under way are made anew without it.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE person_id IS NULL AND :person_id <> '' AND content <> ''
   AND ((op = 'edit' AND parent_key IN (SELECT message_key FROM card))
        OR (op = 'say' AND state = 'sent' AND idem_key IN (SELECT message_key FROM card)));

-- name: erase_introductions(person_id)!
-- Rooms that were to bring a person together with others are not opened any more, and who was in them is forgotten.
UPDATE outbox SET content = '', state = CASE WHEN state = 'queued' THEN 'withdrawn' ELSE state END
 WHERE op = 'introduce' AND replace(content, '"' || :person_id || '"', '') <> content;

-- name: outbox_withdraw_introduction(introduction_id, reason)!
UPDATE outbox SET content = '', state = 'withdrawn', reason = :reason
 WHERE op = 'introduce' AND state = 'queued'
   AND replace(content, '"introduction": "' || :introduction_id || '"', '') <> content;

-- name: outbox_last_said(person_id)$
-- What is on its way counts, what waits for a later hour does not.
SELECT content FROM outbox WHERE person_id = :person_id AND op = 'say' AND content <> ''
   AND (state = 'sent' OR (state = 'queued' AND not_before = 0)) ORDER BY seq DESC LIMIT 1;

-- name: outbox_said_lately(person_id, since, limit)
-- Answers to a person in their own room, newest first.
SELECT content FROM outbox
 WHERE person_id = :person_id AND purpose = 'reply' AND op = 'say' AND content <> '' AND queued_at >= :since
 ORDER BY seq DESC LIMIT :limit;

-- name: outbox_said_in_room_lately(room_id, person_id, since, limit)
-- Answers to what a person said in a group room, newest first.
SELECT outbox.content FROM outbox JOIN inbox ON inbox.event_id = outbox.caused_by
 WHERE outbox.room_id = :room_id AND outbox.person_id IS NULL AND inbox.person_id = :person_id AND outbox.purpose = 'reply'
   AND outbox.op = 'say' AND outbox.content <> '' AND outbox.queued_at >= :since
 ORDER BY outbox.seq DESC LIMIT :limit;

-- name: outbox_spoken(person_id, room_id)$
-- Whether something was said in this room, or is about to be said to this person.
SELECT 1 FROM outbox
 WHERE op = 'say' AND ((room_id = :room_id AND state = 'sent') OR (person_id = :person_id AND state = 'queued')) LIMIT 1;
