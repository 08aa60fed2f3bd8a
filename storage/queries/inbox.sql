-- name: inbox_add(event_id, person_id, room_id, direct, at, kind, content, state)!
-- One row the first time, none when the event is known.
INSERT INTO inbox (event_id, seq, person_id, room_id, direct, at, kind, content, state)
SELECT :event_id, coalesce((SELECT max(seq) FROM inbox), 0) + 1, :person_id, :room_id, :direct, :at, :kind, :content, :state
 WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE event_id = :event_id);

-- name: inbox_new(after, limit)
SELECT event_id, seq, person_id, room_id, direct, at, kind, content
  FROM inbox WHERE state = 'new' AND seq > :after ORDER BY seq LIMIT :limit;

-- name: inbox_done(event_id)!
-- One row the first time, none when it was handled before.
UPDATE inbox SET state = 'done' WHERE event_id = :event_id AND state = 'new';

-- name: inbox_failed(event_id, error, tries)!
UPDATE inbox SET tries = tries + 1, error = :error,
       state = CASE WHEN tries + 1 >= :tries THEN 'dead' ELSE 'new' END
 WHERE event_id = :event_id AND state = 'new';

-- name: inbox_is_dead(event_id)$
SELECT 1 FROM inbox WHERE event_id = :event_id AND state = 'dead';

-- name: inbox_set_aside(since)$
SELECT count(*) FROM inbox WHERE state = 'dead' AND error NOT IN ('', 'crowded out') AND at >= :since;

-- name: inbox_forget(event_id)!
UPDATE inbox SET content = '', state = CASE WHEN state = 'done' THEN 'done' ELSE 'dead' END WHERE event_id = :event_id;

-- name: inbox_has(event_id)$
SELECT 1 FROM inbox WHERE event_id = :event_id;

-- name: inbox_recent(person_id, event_id, since, at)^
-- How much came, and of how much the text was kept. What came later, though it is here already, does not count.
SELECT count(*), sum(CASE WHEN content <> '' THEN 1 ELSE 0 END) FROM inbox
 WHERE person_id = :person_id AND at BETWEEN :since AND :at AND seq <= (SELECT seq FROM inbox WHERE event_id = :event_id)
   AND kind IN ('message', 'edit', 'reaction', 'attachment');

-- name: inbox_same_again(person_id, event_id)$
SELECT 1 FROM inbox AS this
 WHERE this.event_id = :event_id
   AND this.content = (SELECT content FROM inbox AS before
                        WHERE before.person_id = :person_id AND before.seq < this.seq
                          AND before.kind IN ('message', 'edit', 'reaction', 'attachment', 'arrival')
                        ORDER BY before.seq DESC LIMIT 1);

-- name: inbox_behind(person_id, event_id, limit)$
-- How much of a person waits behind an event, as far as it matters.
SELECT count(*) FROM (
    SELECT seq FROM inbox
     WHERE person_id = :person_id AND state = 'new' AND seq > (SELECT seq FROM inbox WHERE event_id = :event_id)
     LIMIT :limit) AS behind;

-- name: inbox_new_of(person_id, after, limit)
SELECT event_id, seq, person_id, room_id, direct, at, kind, content
  FROM inbox WHERE state = 'new' AND person_id = :person_id AND seq > :after ORDER BY seq LIMIT :limit;

-- name: inbox_crowd_out(person_id, keep)!
-- Of what one person sent and cannot be read, only the newest waits for its key.
UPDATE inbox SET content = '', state = 'dead', error = 'crowded out'
 WHERE person_id = :person_id AND state = 'waiting_key'
   AND seq <= (SELECT seq FROM inbox WHERE person_id = :person_id AND state = 'waiting_key' ORDER BY seq DESC LIMIT 1 OFFSET :keep);

-- name: waiting_for_key(room_id)
-- NULL: in any room.
SELECT event_id, room_id, content FROM inbox
 WHERE state = 'waiting_key' AND (CAST(:room_id AS TEXT) IS NULL OR room_id = :room_id) ORDER BY seq;

-- name: became_readable(event_id, kind, content)!
-- Its order of arrival becomes that of the key.
UPDATE inbox SET kind = :kind, content = :content, state = 'new', seq = (SELECT max(seq) FROM inbox) + 1
 WHERE event_id = :event_id AND state = 'waiting_key';

-- name: purge_inbox(before)!
-- What people wrote goes; the ids stay, so that nothing is handled twice. What waits to be handled is not old yet.
UPDATE inbox SET content = '', person_id = '', state = CASE WHEN state = 'done' THEN 'done' ELSE 'dead' END
 WHERE at < :before AND state <> 'new' AND (content <> '' OR person_id <> '');

-- name: purge_inbox_ids(before)!
DELETE FROM inbox WHERE at < :before AND state <> 'new';

-- name: erase_inbox(person_id)!
UPDATE inbox SET content = '', person_id = '', room_id = '', state = CASE WHEN state = 'done' THEN 'done' ELSE 'dead' END
 WHERE person_id = :person_id;
