-- Who wrote since the copy that this database was restored from.

-- name: unheard_add(person_id, since)!
INSERT INTO unheard (person_id, since) SELECT id, :since FROM person WHERE id = :person_id
    ON CONFLICT (person_id) DO UPDATE SET since = excluded.since;

-- name: unheard_of(person_id)$
SELECT since FROM unheard WHERE person_id = :person_id;

-- name: unheard_end(person_id)!
DELETE FROM unheard WHERE person_id = :person_id OR :person_id = '';

-- name: unheard_count()$
SELECT count(*) FROM unheard;

-- name: unheard_release(person_id, at)!
UPDATE outbox SET not_before = :at
 WHERE state = 'queued' AND reason = 'unheard' AND (person_id = :person_id OR :person_id = '');

-- name: own_word(idem_key)$
-- Whether a message answers what its person wrote, and not somebody else, or a timer.
SELECT 1 FROM outbox JOIN inbox ON inbox.event_id = outbox.caused_by
 WHERE outbox.idem_key = :idem_key AND inbox.person_id = outbox.person_id AND inbox.kind <> 'due' AND outbox.purpose = 'reply';

-- name: left_rooms(since)
-- Rooms of people who have none with the bot any more, that were left since then.
SELECT id, person_id FROM room
 WHERE kind = 'direct' AND state = 'left' AND since >= :since AND person_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM room AS other WHERE other.person_id = room.person_id AND other.kind = 'direct' AND other.state = 'joined')
 ORDER BY since, id;

-- name: everybody()
SELECT id FROM person ORDER BY id;

-- name: held_unheard(person_id)
SELECT since FROM unheard WHERE person_id = :person_id;
