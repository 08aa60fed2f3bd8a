-- name: room_joined(id, kind, person_id, encrypted, since)!
INSERT INTO room (id, kind, person_id, encrypted, state, since) VALUES (:id, :kind, :person_id, :encrypted, 'joined', :since)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, person_id = excluded.person_id, state = 'joined',
       encrypted = CASE WHEN room.encrypted = 1 THEN 1 ELSE excluded.encrypted END;

-- name: room_left(id, since)!
UPDATE room SET state = 'left', since = :since WHERE id = :id AND state = 'joined';

-- name: room(id)^
SELECT id, kind, person_id, encrypted FROM room WHERE id = :id AND state = 'joined';

-- name: direct_room(person_id)^
-- The newest, when somebody has opened several.
SELECT id, kind, person_id, encrypted FROM room
 WHERE person_id = :person_id AND kind = 'direct' AND state = 'joined' ORDER BY since DESC, id LIMIT 1;

-- name: direct_room_left(person_id)$
SELECT 1 FROM room WHERE person_id = :person_id AND kind = 'direct'
   AND NOT EXISTS (SELECT 1 FROM room AS other WHERE other.person_id = :person_id AND other.kind = 'direct' AND other.state = 'joined')
 LIMIT 1;

-- name: joined_rooms()
SELECT id, kind, person_id, encrypted FROM room WHERE state = 'joined' ORDER BY since, id;

-- name: named_groups()
SELECT room.id, kept.value FROM room JOIN kept ON kept.name = 'name:' || room.id
 WHERE room.kind = 'group' AND room.state = 'joined' AND kept.value <> '' ORDER BY kept.value, room.id;

-- name: groups_unread()
SELECT id FROM room WHERE kind = 'group' AND state = 'joined'
   AND NOT EXISTS (SELECT 1 FROM kept WHERE kept.name = 'name:' || room.id) ORDER BY since, id;

-- name: erase_room(person_id)!
DELETE FROM room WHERE person_id = :person_id AND state = 'left';

-- name: message_below(event_id)$
-- Whether a message was a reply to something, or in a thread. (A quotation mark in its text has a backslash before it.)
SELECT 1 FROM inbox WHERE event_id = :event_id AND kind = 'message'
   AND (content LIKE '%"reply_to": "%' OR content LIKE '%"thread": "%');

-- name: event_author(event_id)$
-- Who did what is edited or taken back now. The inbox forgets that after some weeks ('' then); what is still in force
-- because of it does not: a claim, an agreement, an offer, a proposal. NULL: nobody that is known.
SELECT coalesce((SELECT nullif(person_id, '') FROM inbox WHERE event_id = :event_id),
                (SELECT min(person_id) FROM claim WHERE reaction_id = :event_id),
                (SELECT min(person_id) FROM approval WHERE reaction_id = :event_id),
                (SELECT min(person_id) FROM called WHERE reaction_id = :event_id),
                (SELECT min(author_id) FROM proposal WHERE event_id = :event_id));

-- name: introduction_opened(room_id, introduction_id, leave_by)!
INSERT INTO introduction_room (room_id, introduction_id, said, leave_by) VALUES (:room_id, :introduction_id, 0, :leave_by)
    ON CONFLICT DO NOTHING;

-- name: introduction_said(room_id)!
UPDATE introduction_room SET said = 1 WHERE room_id = :room_id;

-- name: introduction_of_room(room_id)^
SELECT room_id, introduction_id, said, leave_by FROM introduction_room WHERE room_id = :room_id;

-- name: introduction_room(introduction_id)^
SELECT room_id, introduction_id, said, leave_by FROM introduction_room WHERE introduction_id = :introduction_id;

-- name: introduction_rooms()
SELECT room_id, introduction_id, said, leave_by FROM introduction_room ORDER BY leave_by, room_id;

-- name: purge_introduction_rooms(before)!
DELETE FROM introduction_room WHERE leave_by < :before;
