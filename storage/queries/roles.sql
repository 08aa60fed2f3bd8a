-- name: members(room_id)
SELECT person_id FROM room_member WHERE room_id = :room_id ORDER BY person_id;

-- name: members_clear(room_id)!
DELETE FROM room_member WHERE room_id = :room_id;

-- name: member_add(room_id, person_id)!
INSERT INTO room_member (room_id, person_id) VALUES (:room_id, :person_id) ON CONFLICT (room_id, person_id) DO NOTHING;

-- name: room_read(room_id)^
SELECT at, changes, door, frozen, frozen_at FROM room_read WHERE room_id = :room_id;

-- name: room_was_read(room_id, at)!
INSERT INTO room_read (room_id, at) VALUES (:room_id, :at) ON CONFLICT (room_id) DO UPDATE SET at = excluded.at;

-- name: room_asked(room_id)!
INSERT INTO room_read (room_id, at) VALUES (:room_id, 0) ON CONFLICT (room_id) DO NOTHING;

-- name: room_members_changed(room_id)!
UPDATE room_read SET at = 0, changes = changes + 1 WHERE room_id = :room_id;

-- name: room_frozen(room_id, why, at)!
-- One row the first time: a later reason changes nothing.
INSERT INTO room_read (room_id, at, frozen, frozen_at) VALUES (:room_id, 0, :why, :at)
    ON CONFLICT (room_id) DO UPDATE SET at = 0, frozen = excluded.frozen, frozen_at = excluded.frozen_at WHERE room_read.frozen = '';

-- name: room_trusted(room_id, door)!
INSERT INTO room_read (room_id, at, door) VALUES (:room_id, 0, :door)
    ON CONFLICT (room_id) DO UPDATE SET at = 0, door = excluded.door, frozen = '', frozen_at = NULL;

-- name: rooms_once_trusted()
SELECT room_id FROM room_read WHERE door <> '' OR frozen <> '' ORDER BY room_id;

-- name: room_forgotten(room_id)!
DELETE FROM room_read WHERE room_id = :room_id;

-- name: held_memberships(person_id)
SELECT room_id FROM room_member WHERE person_id = :person_id ORDER BY room_id;

-- name: erase_memberships(person_id)!
DELETE FROM room_member WHERE person_id = :person_id;
